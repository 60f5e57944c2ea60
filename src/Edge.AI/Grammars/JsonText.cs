using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Edge.AI.Grammars;

/// <summary>
/// Writes JSON in the form that models write: without blanks, and with escapes only where they are necessary. (System.Text.Json's encoders escape emoji.)
/// </summary>
internal static class JsonText
{
    /// <summary>The characters that have an escape of one letter, and that letter.</summary>
    public static FrozenDictionary<char, char> Escapes { get; } = new Dictionary<char, char>
    {
        ['"'] = '"',
        ['\\'] = '\\',
        ['\b'] = 'b',
        ['\f'] = 'f',
        ['\n'] = 'n',
        ['\r'] = 'r',
        ['\t'] = 't',
    }.ToFrozenDictionary();

    public static string Of(JsonElement value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    public static string Of(string value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Append(text, '{', value.EnumerateObject(), '}', member =>
                {
                    Append(text, member.Name);
                    text.Append(':');
                    Append(text, member.Value);
                });
                break;
            case JsonValueKind.Array:
                Append(text, '[', value.EnumerateArray(), ']', item => Append(text, item));
                break;
            case JsonValueKind.String:
                Append(text, value.GetString()!);
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static void Append<T>(StringBuilder text, char open, IEnumerable<T> items, char close, Action<T> append)
    {
        text.Append(open);
        var isFirst = true;
        foreach (var item in items)
        {
            if (!isFirst)
                text.Append(',');
            isFirst = false;
            append(item);
        }

        text.Append(close);
    }

    private static void Append(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var character in value)
        {
            _ = Escapes.TryGetValue(character, out var escape) ? text.Append('\\').Append(escape)
                : character < ' ' ? text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}")
                : text.Append(character);
        }

        text.Append('"');
    }
}
