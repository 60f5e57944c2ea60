using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Edge.AI.Chat.Tools;

/// <summary>Reads calls of functions with literal arguments, in Python's notation or in JSON's.</summary>
internal sealed class PythonCallReader(string text)
{
    private int _at;

    /// <summary>The calls; a call that can't be read has what stands there as its arguments, so that the error shows.</summary>
    public IReadOnlyList<ToolCall> ReadCalls()
    {
        List<ToolCall> calls = [];
        TryTake('[');
        while (ReadName() is { Length: > 0 } name && TryTake('('))
        {
            var start = _at;
            var arguments = new JsonObject();
            if (!TryReadArguments(arguments))
                return [.. calls, new(name, text[start..])];

            calls.Add(new(name, arguments.ToJsonString()));
            TryTake(',');
        }

        return calls;
    }

    private bool TryReadArguments(JsonObject arguments)
    {
        while (!TryTake(')'))
        {
            var key = ReadName();
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
        return _at < text.Length && text[_at] switch
        {
            '"' or '\'' => TryReadText(out value),
            '[' => TryReadList(out value),
            '{' => TryReadDict(out value),
            _ => TryReadWord(out value),
        };
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
        var start = _at;
        while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] is '-' or '+' or '.'))
            _at++;

        var word = text[start.._at];
        value = word switch
        {
            "True" or "true" => JsonValue.Create(true),
            "False" or "false" => JsonValue.Create(false),
            _ when long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) => JsonValue.Create(integer),
            _ when double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => JsonValue.Create(number),
            _ => null,
        };
        return value is not null || word is "None" or "null";
    }

    private bool TryReadText(out JsonNode? value)
    {
        var quote = text[_at++];
        var content = new StringBuilder();
        for (; _at < text.Length && text[_at] != quote; _at++)
        {
            if (text[_at] == '\\' && _at + 1 < text.Length)
                AppendEscape(content);
            else
                content.Append(text[_at]);
        }

        value = JsonValue.Create(content.ToString());
        return _at++ < text.Length;
    }

    private void AppendEscape(StringBuilder content)
    {
        var escaped = text[++_at];
        if (escaped == 'u' && _at + 4 < text.Length && ushort.TryParse(text.AsSpan(_at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
        {
            content.Append((char)unit);
            _at += 4;
            return;
        }

        content.Append(escaped switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', _ => escaped });
    }

    private string ReadName()
    {
        SkipSpace();
        var start = _at;
        while (_at < text.Length && text[_at] is not ('(' or ')' or '=' or ',' or '[' or ']'))
            _at++;
        return text[start.._at].Trim();
    }

    private bool TryTake(char expected)
    {
        SkipSpace();
        if (_at >= text.Length || text[_at] != expected)
            return false;

        _at++;
        return true;
    }

    private void SkipSpace() => _at = JsonText.SkipSpace(text, _at);
}
