using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Edge.AI.Tools;

/// <summary>
/// Writes JSON in the form of training data: on one line, with Python's separators, and without escapes for characters. System.Text.Json's encoders escape all characters outside
/// the basic plane, so that an emoji costs about ten tokens.
/// </summary>
internal static class ReadableJson
{
    /// <param name="json">The value, without unpaired surrogates.</param>
    /// <param name="substitute">Returns the text to write in place of a value, or <see langword="null"/> to write the value itself.</param>
    public static string Of(JsonElement json, Func<JsonElement, string?>? substitute = null)
    {
        var output = new StringBuilder();
        Write(json, substitute, output);
        return output.ToString();
    }

    private static void Write(JsonElement json, Func<JsonElement, string?>? substitute, StringBuilder output)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (substitute?.Invoke(json) is { } text)
        {
            WriteString(text, output);
            return;
        }

        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(json, substitute, output);
                break;
            case JsonValueKind.Array:
                WriteArray(json, substitute, output);
                break;
            case JsonValueKind.String:
                WriteString(json.GetString()!, output);
                break;
            default:
                output.Append(json.GetRawText());
                break;
        }
    }

    private static void WriteObject(JsonElement json, Func<JsonElement, string?>? substitute, StringBuilder output)
    {
        var separator = "{";
        foreach (var property in json.EnumerateObject())
        {
            output.Append(separator);
            WriteString(property.Name, output);
            output.Append(": ");
            Write(property.Value, substitute, output);
            separator = ", ";
        }

        output.Append(separator == "{" ? "{}" : "}");
    }

    private static void WriteArray(JsonElement json, Func<JsonElement, string?>? substitute, StringBuilder output)
    {
        var separator = "[";
        foreach (var item in json.EnumerateArray())
        {
            output.Append(separator);
            Write(item, substitute, output);
            separator = ", ";
        }

        output.Append(separator == "[" ? "[]" : "]");
    }

    private static void WriteString(string text, StringBuilder output)
    {
        output.Append('"');
        var start = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (Escape(text[at]) is not { } escape)
                continue;

            output.Append(text, start, at - start).Append(escape);
            start = at + 1;
        }

        output.Append(text, start, text.Length - start).Append('"');
    }

    private static string? Escape(char character) => character switch
    {
        '"' => "\\\"",
        '\\' => @"\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\f' => "\\f",
        '\b' => "\\b",
        < ' ' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
        _ => null,
    };
}
