using System.Text.Json;

namespace Edge.AI.Chat.Grammar;

/// <summary>A JSON value as Python writes it.</summary>
internal static class PythonLiteral
{
    /// <param name="value">The value.</param>
    /// <param name="quote">What stands around texts, where nothing in them needs an escape: JSON's quotes or Python's other ones.</param>
    public static string Of(JsonElement value, char quote) => value.ValueKind switch
    {
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        JsonValueKind.Null => "None",
        JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Select(item => Of(item, quote)))}]",
        JsonValueKind.Object => $"{{{string.Join(", ", value.EnumerateObject().Select(member => $"{Of(member.Name, quote)}: {Of(member.Value, quote)}"))}}}",
        JsonValueKind.String => Of(value.GetString()!, quote),
        _ => value.GetRawText(),
    };

    /// <summary>Whether the text is the same between either quotes.</summary>
    public static bool IsPlain(string text) => !text.AsSpan().ContainsAny('\'', '"', '\\') && !text.Any(char.IsControl);

    private static string Of(string text, char quote) => IsPlain(text) ? $"{quote}{text}{quote}" : JsonText.Of(text);
}
