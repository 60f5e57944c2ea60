using System.Text.Json;
using System.Text.Json.Nodes;

namespace Edge.AI.Tools;

/// <summary>Reads arguments in Gemma's notation: JSON without quotes around names, and with markers for quotes around texts.</summary>
internal sealed class GemmaValueReader(string text, int start, string quote)
{
    private const int MaxDepth = 64;

    private int _depth;

    /// <summary>The index of the next character.</summary>
    public int Position { get; private set; } = start;

    /// <summary>Reads an object; false if the text ends inside of it.</summary>
    public bool TryReadObject(out JsonObject read)
    {
        read = [];
        Position++;
        if (++_depth > MaxDepth)
            return false;

        while (!TryTake('}'))
        {
            if (ReadName() is not { } name || !TryReadValue(out var value))
                return false;

            read[name] = value;
            TryTake(',');
        }

        _depth--;
        return true;
    }

    private string? ReadName()
    {
        if (!TryTake(quote))
            return TakeUntil(":")?.Trim().Trim('"');

        var name = TakeUntil(quote);
        return TryTake(':') ? name : null;
    }

    private bool TryReadValue(out JsonNode? value)
    {
        SkipSpace();
        value = null;
        if (Position >= text.Length)
            return false;
        if (TryTake(quote))
            return TakeUntil(quote) is { } content && (value = JsonValue.Create(content)) is not null;

        switch (text[Position])
        {
            case '{':
                var isWhole = TryReadObject(out var members);
                value = members;
                return isWhole;
            case '[':
                return TryReadList(out value);
            default:
                return TryReadWord(out value);
        }
    }

    private bool TryReadList(out JsonNode? value)
    {
        var items = new JsonArray();
        value = items;
        Position++;
        if (++_depth > MaxDepth)
            return false;

        while (!TryTake(']'))
        {
            if (!TryReadValue(out var item))
                return false;

            items.Add(item);
            TryTake(',');
        }

        _depth--;
        return true;
    }

    /// <summary>Reads a number, a word of JSON or Python, or a text for which the model forgot the quotes.</summary>
    private bool TryReadWord(out JsonNode? value)
    {
        value = null;
        var end = text.AsSpan(Position).IndexOfAny(",}]");
        var word = end < 0 ? "" : text.Substring(Position, end).Trim();
        if (word.Length == 0)
            return false;

        Position += end;
        value = word switch
        {
            "None" => null,
            "True" => JsonValue.Create(true),
            "False" => JsonValue.Create(false),
            _ => JsonOrText(word),
        };
        return true;
    }

    private static JsonNode? JsonOrText(string word)
    {
        try
        {
            return JsonNode.Parse(word);
        }
        catch (JsonException)
        {
            return JsonValue.Create(word); // a word that is not JSON must be a text
        }
    }

    private string? TakeUntil(string end)
    {
        var at = text.IndexOf(end, Position, StringComparison.Ordinal);
        if (at < 0)
            return null;

        var taken = text[Position..at];
        Position = at + end.Length;
        return taken;
    }

    private bool TryTake(char expected) => TryTake(expected.ToString());

    private bool TryTake(string expected)
    {
        SkipSpace();
        if (!text.AsSpan(Position).StartsWith(expected, StringComparison.Ordinal))
            return false;

        Position += expected.Length;
        return true;
    }

    private void SkipSpace() => Position = JsonScanner.SkipSpace(text, Position);
}
