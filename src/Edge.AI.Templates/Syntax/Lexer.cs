using System.Text.RegularExpressions;
using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Text;

namespace Edge.AI.Templates.Syntax;

/// <summary>
/// Splits a template into tokens and handles the white space around tags: a minus removes all of it. The line break after a block tag
/// or comment (<c>trim_blocks</c>) and the indentation before it (<c>lstrip_blocks</c>) are removed unless there is a plus.
/// </summary>
internal sealed partial class Lexer
{
    private readonly string _text;
    private readonly List<Token> _tokens = [];
    private int _offset;

    private Lexer(string text) => _text = text;

    public static List<Token> Tokenize(SourceText source)
    {
        var lexer = new Lexer(source.Text);
        while (lexer._offset < lexer._text.Length)
        {
            lexer.ReadUntilTagEnds();
            if (lexer._tokens.Count > TemplateLimits.MaxTokens)
                throw new TemplateError($"it has more than {TemplateLimits.MaxTokens} tokens", lexer._offset);
        }

        lexer._tokens.Add(new Token(TokenKind.End, "", lexer._text.Length));
        return lexer._tokens;
    }

    private void ReadUntilTagEnds()
    {
        var start = NextTag(_offset);
        if (start < 0)
        {
            AddText(_offset, _text.Length);
            _offset = _text.Length;
            return;
        }

        var kind = _text[start + 1];
        AddText(_offset, EndOfText(start, kind, SignAt(start + 2)));
        _offset = start + (SignAt(start + 2) is null ? 2 : 3);
        if (kind == '#')
            SkipComment(start);
        else if (kind == '%' && RawStart.Match(_text, start) is { Success: true } raw)
            ReadRaw(start, raw);
        else
            ReadTag(start, kind == '%');
    }

    private int NextTag(int from)
    {
        for (var at = from; (at = _text.IndexOf('{', at)) >= 0 && at + 1 < _text.Length; at++)
        {
            if (_text[at + 1] is '{' or '%' or '#')
                return at;
        }

        return -1;
    }

    private char? SignAt(int offset) => offset < _text.Length && _text[offset] is '-' or '+' ? _text[offset] : null;

    /// <summary>Returns the end of the text before a tag, without the white space that the tag removes.</summary>
    private int EndOfText(int tag, char kind, char? sign)
    {
        var end = tag;
        while (end > _offset && PythonText.IsSpace(_text[end - 1]))
            end--;
        if (sign == '-')
            return end;
        if (sign == '+' || kind == '{')
            return tag;

        // The indentation is removed only if nothing else is before the tag in its line.
        var line = _text.LastIndexOf('\n', Math.Max(tag - 1, 0), Math.Max(tag - _offset, 0)) + 1;
        if (line == 0)
            line = _offset == 0 || _text[_offset - 1] == '\n' ? _offset : tag;
        return end <= line ? line : tag;
    }

    private void AddText(int start, int end)
    {
        if (end > start)
            _tokens.Add(new Token(TokenKind.Text, _text[start..end], start));
    }

    private void SkipComment(int start)
    {
        var end = _text.IndexOf("#}", _offset, StringComparison.Ordinal);
        if (end < 0)
            throw new TemplateError("a comment is not closed", start);

        var sign = end > _offset ? SignAt(end - 1) : null;
        _offset = end + 2;
        SkipSpaceAfter(sign, isBlock: true);
    }

    private void ReadRaw(int start, Match begin)
    {
        _offset = start + begin.Length;
        SkipSpaceAfter(begin.Groups["end"].ValueSpan is ['-', ..] ? '-' : null, isBlock: false);
        var end = RawEnd.Match(_text, _offset);
        if (!end.Success)
            throw new TemplateError("a raw block is not closed", start);

        AddText(_offset, EndOfText(end.Index, '%', SignAt(end.Index + 2)));
        _offset = end.Index + end.Length;
        SkipSpaceAfter(end.Groups["end"].ValueSpan is ['-' or '+', ..] sign ? sign[0] : null, isBlock: true);
    }

    private void ReadTag(int start, bool isBlock)
    {
        _tokens.Add(new Token(isBlock ? TokenKind.TagStart : TokenKind.OutputStart, _text[start..(start + 2)], start));
        var reader = new ExpressionLexer(_text, _offset, isBlock ? "%}" : "}}", _tokens);
        var (end, sign) = reader.ReadToEnd(start);
        _offset = end + 2;
        _tokens.Add(new Token(isBlock ? TokenKind.TagEnd : TokenKind.OutputEnd, _text[end.._offset], end));
        SkipSpaceAfter(sign, isBlock);
    }

    private void SkipSpaceAfter(char? sign, bool isBlock)
    {
        if (sign == '-')
        {
            while (_offset < _text.Length && PythonText.IsSpace(_text[_offset]))
                _offset++;
        }
        else if (sign is null && isBlock && _offset < _text.Length && _text[_offset] == '\n')
        {
            _offset++;
        }
    }

    [GeneratedRegex(@"\G\{%[-+]?\s*raw\s*(?<end>-?%\})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RawStart { get; }

    [GeneratedRegex(@"\{%[-+]?\s*endraw\s*(?<end>[-+]?%\})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RawEnd { get; }
}
