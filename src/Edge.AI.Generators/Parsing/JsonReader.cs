using System.Globalization;

namespace Edge.AI.Catalog.Parsing;

/// <summary>
/// Reads JSON (RFC 8259, without extensions) into values with their location. It stops at the first syntax error and
/// returns all values before it, so that an editor still knows the models above the line that is being typed.
/// </summary>
internal sealed class JsonReader(string text, ProblemList problems)
{
    /// <summary>A manifest needs six levels. A limit keeps deeply nested text from exhausting the stack.</summary>
    public const int MaxDepth = 32;

    private const char ByteOrderMark = '\uFEFF';

    private int _at;
    private int _line = 1;
    private int _lineStart;
    private int _depth;
    private bool _failed;

    /// <summary>Reads the whole text; null if it does not start with a value.</summary>
    public JsonValue? Read()
    {
        // RFC 8259, section 8.1: a parser may ignore the byte order mark. Editors do not count it as a column.
        if (Current == ByteOrderMark)
            _lineStart = _at = 1;

        var value = ReadValue();
        SkipWhitespace();
        if (!_failed && _at < text.Length)
            Fail("Nothing may follow the end of the manifest.");

        return value;
    }

    private char? Current => _at < text.Length ? text[_at] : null;

    private JsonValue? ReadValue()
    {
        SkipWhitespace();
        return Current switch
        {
            '{' => Nested(ReadObject),
            '[' => Nested(ReadArray),
            '"' => ReadString(),
            '-' or (>= '0' and <= '9') => ReadNumber(),
            >= 'a' and <= 'z' => ReadLiteral(),
            _ => Fail<JsonValue>("A value is expected here"),
        };
    }

    private T? Nested<T>(Func<T> read)
        where T : JsonValue
    {
        if (_depth == MaxDepth)
        {
            Fail($"Lists and objects may be nested {MaxDepth} levels deep at most.", ProblemIds.Limit);
            return null;
        }

        _depth++;
        var value = read();
        _depth--;
        return value;
    }

    private JsonObject ReadObject()
    {
        var start = Here(length: 1);
        var properties = new List<JsonProperty>();
        Take('{');
        SkipWhitespace();
        if (Take('}'))
            return new(start, properties, IsComplete: true);

        while (ReadProperty(properties))
        {
            SkipWhitespace();
            if (Take('}'))
                return new(start, properties, IsComplete: true);

            if (!Expect(',', "',' or '}' is expected after a property"))
                break;
        }

        return new(start, properties, IsComplete: false);
    }

    private bool ReadProperty(List<JsonProperty> properties)
    {
        SkipWhitespace();
        if (Current != '"')
        {
            Fail(Current == '}' ? "JSON allows no comma after the last property" : "A property name in double quotes is expected here");
            return false;
        }

        if (ReadString() is not { } name)
            return false;

        SkipWhitespace();
        if (!Expect(':', "':' is expected after a property name"))
            return false;

        if (ReadValue() is { } value)
            properties.Add(new(name, value));

        return !_failed;
    }

    private JsonArray ReadArray()
    {
        var start = Here(length: 1);
        var items = new List<JsonValue>();
        Take('[');
        SkipWhitespace();
        if (Take(']'))
            return new(start, items, IsComplete: true);

        while (ReadItem(items))
        {
            SkipWhitespace();
            if (Take(']'))
                return new(start, items, IsComplete: true);

            if (!Expect(',', "',' or ']' is expected after an item"))
                break;
        }

        return new(start, items, IsComplete: false);
    }

    private bool ReadItem(List<JsonValue> items)
    {
        SkipWhitespace();
        if (Current == ']')
        {
            Fail("JSON allows no comma after the last item");
            return false;
        }

        if (ReadValue() is { } value)
            items.Add(value);

        return !_failed;
    }

    private JsonString? ReadString()
    {
        var start = Here(length: 1);
        var (value, next, problem) = JsonStringText.Read(text, _at);
        _at = next;
        return problem is null
            ? new(start with { Length = next - start.Offset }, value)
            : Fail<JsonString>(problem);
    }

    private JsonNumber? ReadNumber()
    {
        var start = _at;
        if (Current == '-')
            _at++;

        var digits = SkipDigits();
        var isNumber = digits == 1 || (digits > 1 && text[_at - digits] != '0');
        if (Current == '.')
        {
            _at++;
            isNumber &= SkipDigits() > 0;
        }

        if (Current is 'e' or 'E')
        {
            _at++;
            if (Current is '+' or '-')
                _at++;

            isNumber &= SkipDigits() > 0;
        }

        var number = text.Substring(start, _at - start);
        _at = start;
        if (!isNumber)
            return Fail<JsonNumber>($"'{ModelRules.Shorten(number)}' is not a number in JSON.");

        var span = Here(number.Length);
        _at += number.Length;
        return new(span, number);
    }

    private int SkipDigits()
    {
        var start = _at;
        while (Current is >= '0' and <= '9')
            _at++;

        return _at - start;
    }

    private JsonLiteral? ReadLiteral()
    {
        var end = _at;
        while (end < text.Length && text[end] is >= 'a' and <= 'z')
            end++;

        var word = text.Substring(_at, end - _at);
        if (word is not ("true" or "false" or "null"))
            return Fail<JsonLiteral>($"'{ModelRules.Shorten(word)}' is not a JSON value. Put a text in double quotes.");

        var span = Here(word.Length);
        _at = end;
        return new(span, word);
    }

    private void SkipWhitespace()
    {
        for (; Current is ' ' or '\t' or '\r' or '\n'; _at++)
        {
            var endsLine = text[_at] == '\n' || (text[_at] == '\r' && (_at + 1 == text.Length || text[_at + 1] != '\n'));
            if (endsLine)
                (_line, _lineStart) = (_line + 1, _at + 1);
        }
    }

    private bool Take(char expected)
    {
        if (Current != expected)
            return false;

        _at++;
        return true;
    }

    private bool Expect(char expected, string problem)
    {
        if (Take(expected))
            return true;

        Fail(problem);
        return false;
    }

    private T? Fail<T>(string problem)
        where T : class
    {
        Fail(problem);
        return null;
    }

    /// <summary>Records the first error. Errors that follow from it would only confuse.</summary>
    private void Fail(string problem, string id = ProblemIds.Syntax)
    {
        if (_failed)
            return;

        _failed = true;
        problems.Add(id, Here(length: _at < text.Length ? 1 : 0), problem[problem.Length - 1] == '.' ? problem : $"{problem}, {Found()}.");
    }

    private string Found() => Current switch
    {
        null => "but the text ends",
        '/' => "not '/': JSON has no comments",
        '\'' => "not a single quote: JSON uses double quotes",
        < ' ' => string.Format(CultureInfo.InvariantCulture, "not the character U+{0:X4}", (int)text[_at]),
        _ => $"not '{Current}'",
    };

    private SourceSpan Here(int length) => new(_at, length, _line, _at - _lineStart + 1);
}
