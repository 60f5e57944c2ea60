using System.Text.Json;
using System.Text.Json.Nodes;

namespace Edge.AI.Tools;

/// <summary>Reads a call whose arguments are between tags, with the help of the tool's schema.</summary>
internal sealed class TaggedCallReader
{
    private readonly TaggedCallFormat _format;
    private readonly string _text;
    private readonly bool _isEnd;
    private readonly ToolSet _tools;
    private readonly bool _hasOuterTags;

    public TaggedCallReader(TaggedCallFormat format, string text, bool isEnd, ToolSet tools)
    {
        (_format, _text, _isEnd, _tools) = (format, text, isEnd, tools);
        _hasOuterTags = format.OpenAll.Length > 0 && text.StartsWith(format.OpenAll, StringComparison.Ordinal);
    }

    /// <summary>The ends of a call. A model that forgets the outer tag may forget the closing tag too.</summary>
    private string Close => _hasOuterTags ? $"{_format.Close}\n{_format.CloseAll}" : _format.Close;

    public CallReading? Read()
    {
        var outer = _hasOuterTags ? _format.OpenAll.Length : 0;
        var nameStart = JsonScanner.Skip(_text, outer, _format.Open, _isEnd);
        if (nameStart <= outer)
            return nameStart < 0 ? null : CallReading.None;
        if (FindName(nameStart) is not (var name, var at))
            return _isEnd ? CallReading.None : null;

        var arguments = new JsonObject();
        var parameters = _tools.ParametersOf(name);
        while (at >= 0)
        {
            var close = JsonScanner.Skip(_text, at, Close, _isEnd);
            if (close != at)
                return close < 0 || (close = SkipOuter(close)) < 0 ? null : new(close, [new(name, arguments.ToJsonString())]);

            at = ReadArgument(at, parameters, arguments);
        }

        return _isEnd ? new(_text.Length, [new(name, _text)]) : null;
    }

    private int SkipOuter(int at) => _hasOuterTags || _format.CloseAll.Length == 0 ? at : JsonScanner.Skip(_text, at, _format.CloseAll, _isEnd);

    /// <summary>Returns the name, and the index where the arguments begin. Names of offered tools are tried first, because they may contain any character.</summary>
    private (string Name, int End)? FindName(int start)
    {
        start = JsonScanner.SkipSpace(_text, start);
        var first = _format.AfterName.Length > 0 ? [_format.AfterName] : (string[])[_format.OpenKey, _format.Close];
        foreach (var marker in first)
        {
            if (TaggedCallFormat.KnownName(_text, start, marker, _tools.Functions.Select(function => function.Name)) is { } known)
                return (known, AfterName(start + known.Length));
        }

        var end = first.Select(marker => _text.IndexOf(marker, start, StringComparison.Ordinal)).Where(at => at >= 0).DefaultIfEmpty(-1).Min();
        return end < 0 ? null : (_text[start..end].Trim(), AfterName(end));
    }

    private int AfterName(int at) => _format.AfterName.Length == 0 ? at : JsonScanner.Skip(_text, at, _format.AfterName, _isEnd);

    /// <summary>Reads one argument into <paramref name="arguments"/>: returns the index after it, or -1 if it is incomplete.</summary>
    private int ReadArgument(int start, TaggedParameters parameters, JsonObject arguments)
    {
        var keyStart = JsonScanner.Skip(_text, start, _format.OpenKey, _isEnd);
        if (keyStart <= start)
            return -1;

        var beforeValue = _format.BeforeValue.Split('\n')[0];
        var known = TaggedCallFormat.KnownName(_text, keyStart, beforeValue, parameters.Names);
        var keyEnd = known is null ? _text.IndexOf(beforeValue, keyStart, StringComparison.Ordinal) : keyStart + known.Length;
        var valueStart = keyEnd < 0 ? -1 : JsonScanner.Skip(_text, keyEnd, _format.BeforeValue, _isEnd);
        var valueEnd = valueStart <= keyEnd ? -1 : EndOfValue(valueStart);
        if (valueEnd < 0)
            return -1;

        var key = known ?? _text[keyStart..keyEnd].Trim();
        arguments[key] = parameters.ValueOf(key, _format.HasLines ? WithoutLines(_text[valueStart..valueEnd]) : _text[valueStart..valueEnd]);
        return valueEnd + _format.AfterValue.Length;
    }

    /// <summary>A value may contain the tag that ends it. The tag at the real end is followed by the next argument or by the end of the call.</summary>
    private int EndOfValue(int start)
    {
        var tag = _format.AfterValue;
        for (var at = _text.IndexOf(tag, start, StringComparison.Ordinal); at >= 0; at = _text.IndexOf(tag, at + 1, StringComparison.Ordinal))
        {
            var after = at + tag.Length;
            if (JsonScanner.Skip(_text, after, _format.OpenKey, _isEnd) > after || JsonScanner.Skip(_text, after, Close, _isEnd) > after)
                return at;
        }

        return -1;
    }

    /// <summary>Removes the line breaks between a value and its tags.</summary>
    private static string WithoutLines(string written)
    {
        var text = written.AsSpan();
        if (text.StartsWith("\n", StringComparison.Ordinal))
            text = text[1..];
        return (text.EndsWith("\n", StringComparison.Ordinal) ? text[..^1] : text).ToString();
    }
}
