using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Edge.AI.Tools;

/// <summary>Reads calls of functions with literal arguments, in Python's notation or in JSON's.</summary>
/// <param name="text">The text.</param>
/// <param name="start">The index where the list of calls begins.</param>
/// <param name="tools">The offered tools, whose names and parameters may contain any character; null for none.</param>
internal sealed class PythonCallReader(string text, int start = 0, ToolSet? tools = null)
{
    private const int MaxDepth = 64;

    private int _depth;

    /// <summary>The index of the next character.</summary>
    public int Position { get; private set; } = start;

    /// <summary>Whether the list of calls is complete.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Whether the text ended inside of the list, so that more text may complete it.</summary>
    public bool IsCutOff => !IsWhole && Position >= text.Length;

    /// <summary>Reads a text that consists of one value.</summary>
    public static bool TryReadWhole(string text, out JsonNode? value)
    {
        var reader = new PythonCallReader(text);
        return reader.TryReadValue(out value) && JsonScanner.SkipSpace(text, reader.Position) == text.Length;
    }

    /// <summary>The calls. A call that cannot be parsed has its raw text as arguments, so that the error is visible.</summary>
    public IReadOnlyList<ToolCall> ReadCalls()
    {
        List<ToolCall> calls = [];
        TryTake('[');
        while (ReadName(tools?.Functions.Select(function => function.Name), '(') is { Length: > 0 } name && TryTake('('))
        {
            var from = Position;
            var arguments = new JsonObject();
            if (!TryReadArguments(name, arguments))
                return [.. calls, new(name, text[from..])];

            calls.Add(new(name, arguments.ToJsonString()));
            TryTake(',');
        }

        IsWhole = TryTake(']');
        return calls;
    }

    private bool TryReadArguments(string name, JsonObject arguments)
    {
        var known = tools?.ParametersOf(name).Names;
        while (!TryTake(')'))
        {
            var key = ReadName(known, '=');
            if (key.Length == 0 || !TryTake('=') || !TryReadValue(out var value))
                return false;

            arguments[key] = value;
            TryTake(',');
        }

        return true;
    }

    private bool TryReadValue(out JsonNode? value)
    {
        SkipSpace();
        value = null;
        return Position < text.Length && text[Position] switch
        {
            '"' or '\'' => TryReadText(out value),
            '[' => TryReadInside(TryReadList, out value),
            '{' => TryReadInside(TryReadDict, out value),
            _ => TryReadWord(out value),
        };
    }

    private bool TryReadInside(Reading read, out JsonNode? value)
    {
        value = null;
        if (_depth == MaxDepth)
            return false;

        _depth++;
        var isWhole = read(out value);
        _depth--;
        return isWhole;
    }

    private bool TryReadList(out JsonNode? value)
    {
        var list = new JsonArray();
        value = list;
        for (TryTake('['); !TryTake(']'); TryTake(','))
        {
            if (!TryReadValue(out var item))
                return false;
            list.Add(item);
        }

        return true;
    }

    private bool TryReadDict(out JsonNode? value)
    {
        var dict = new JsonObject();
        value = dict;
        for (TryTake('{'); !TryTake('}'); TryTake(','))
        {
            if (!TryReadValue(out var key) || key is null || !TryTake(':') || !TryReadValue(out var item))
                return false;
            dict[key.ToString()] = item;
        }

        return true;
    }

    private bool TryReadWord(out JsonNode? value)
    {
        var from = Position;
        while (Position < text.Length && (char.IsLetterOrDigit(text[Position]) || text[Position] is '-' or '+' or '.'))
            Position++;

        var word = text[from..Position];
        value = word switch
        {
            "True" or "true" => JsonValue.Create(true),
            "False" or "false" => JsonValue.Create(false),
            _ => Number(word),
        };
        return value is not null || word is "None" or "null";
    }

    /// <summary>Reads a number with all of its digits, including forms that only Python accepts, such as <c>.5</c> or <c>01</c>.</summary>
    private static JsonNode? Number(string word)
    {
        if (!double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
            return null;

        try
        {
            return JsonNode.Parse(word);
        }
        catch (JsonException)
        {
            return JsonValue.Create(number);
        }
    }

    private bool TryReadText(out JsonNode? value)
    {
        var quote = text[Position++];
        var content = new StringBuilder();
        for (; Position < text.Length && text[Position] != quote; Position++)
        {
            if (text[Position] == '\\' && Position + 1 < text.Length)
                AppendEscape(content);
            else
                content.Append(text[Position]);
        }

        value = JsonValue.Create(content.ToString());
        return Position++ < text.Length;
    }

    private void AppendEscape(StringBuilder content)
    {
        var escaped = text[++Position];
        var digits = escaped switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0 && Position + digits < text.Length && int.TryParse(text.AsSpan(Position + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var character))
        {
            content.Append(Rune.IsValid(character) ? new Rune(character).ToString() : ((char)character).ToString());
            Position += digits;
            return;
        }

        content.Append(escaped switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', _ => escaped });
    }

    /// <summary>Reads a name before a character. Known names are tried first.</summary>
    private string ReadName(IEnumerable<string>? known, char before)
    {
        SkipSpace();
        var from = Position;
        if (known is not null && TaggedCallFormat.KnownName(text, from, before.ToString(), known) is { } name)
        {
            Position += name.Length;
            return name;
        }

        while (Position < text.Length && text[Position] is not ('(' or ')' or '=' or ',' or '[' or ']'))
            Position++;
        return text[from..Position].Trim();
    }

    private bool TryTake(char expected)
    {
        SkipSpace();
        if (Position >= text.Length || text[Position] != expected)
            return false;

        Position++;
        return true;
    }

    private void SkipSpace() => Position = JsonScanner.SkipSpace(text, Position);

    private delegate bool Reading(out JsonNode? value);
}
