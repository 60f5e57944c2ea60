using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Text;

namespace Edge.AI.Templates.Syntax;

/// <summary>Reads the tokens inside of one tag.</summary>
internal sealed class ExpressionLexer(string text, int offset, string end, List<Token> tokens)
{
    private static readonly string[] LongOperators = ["**", "//", "==", "!=", "<=", ">="];

    private readonly Stack<char> _open = new();
    private int _offset = offset;

    /// <summary>Reads up to the end of the tag. Returns the offset of the end and the sign before it.</summary>
    public (int End, char? Sign) ReadToEnd(int tag)
    {
        while (true)
        {
            while (_offset < text.Length && PythonText.IsSpace(text[_offset]))
                _offset++;
            if (_offset == text.Length)
                throw new TemplateError("a tag is not closed", tag);
            if (_open.Count == 0 && EndsAt(_offset))
                return (_offset, null);
            if (_open.Count == 0 && EndsAt(_offset + 1) && (text[_offset] == '-' || (text[_offset] == '+' && end is "%}")))
                return (_offset + 1, text[_offset]);

            ReadToken();
        }
    }

    private bool EndsAt(int at) => string.CompareOrdinal(text, at, end, 0, end.Length) == 0;

    private void ReadToken()
    {
        var (start, first) = (_offset, text[_offset]);
        if (first is '\'' or '"')
        {
            tokens.Add(new Token(TokenKind.String, StringLiteral.Read(text, ref _offset), start));
        }
        else if (char.IsAsciiDigit(first))
        {
            var isFloat = NumberLiteral.Read(text, ref _offset, isAfterDot: start > 0 && text[start - 1] == '.');
            tokens.Add(new Token(isFloat ? TokenKind.Float : TokenKind.Integer, text[start.._offset], start));
        }
        else if (char.IsLetter(first) || first == '_')
        {
            while (_offset < text.Length && (char.IsLetterOrDigit(text[_offset]) || text[_offset] == '_'))
                _offset++;
            tokens.Add(new Token(TokenKind.Name, text[start.._offset], start));
        }
        else
        {
            var symbol = Array.Find(LongOperators, candidate => string.CompareOrdinal(text, start, candidate, 0, 2) == 0) ?? first.ToString();
            Balance(first, start);
            _offset += symbol.Length;
            tokens.Add(new Token(TokenKind.Operator, symbol, start));
        }
    }

    /// <summary>Inside brackets, <c>}}</c> closes two dicts, not the tag.</summary>
    private void Balance(char symbol, int at)
    {
        if (!"+-/*%~[](){}<>=!.:|,".Contains(symbol, StringComparison.Ordinal))
            throw new TemplateError($"unexpected character '{symbol}'", at);
        if (symbol is '(' or '[' or '{')
            _open.Push(symbol switch { '(' => ')', '[' => ']', _ => '}' });
        else if (symbol is ')' or ']' or '}' && (!_open.TryPop(out var expected) || expected != symbol))
            throw new TemplateError($"unexpected '{symbol}'", at);
    }
}
