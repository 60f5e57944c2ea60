using System.Buffers;
using System.Globalization;
using System.Text;

namespace Edge.AI.Grammars;

/// <summary>Reads the words of a grammar, with their places.</summary>
internal sealed class GbnfText(string text)
{
    private static readonly SearchValues<char> s_nameCharacters = SearchValues.Create("-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    private static readonly SearchValues<char> s_hexDigits = SearchValues.Create("0123456789ABCDEFabcdef");

    private int _at;
    private (int Line, int Start, int At) _seen = (1, 0, 0);

    public bool IsAtEnd => _at == text.Length;

    public bool IsAtLineEnd => Next is '\r' or '\n';

    /// <summary>The next character; NUL at the end.</summary>
    public char Next => IsAtEnd ? '\0' : text[_at];

    /// <summary>The line, from 1.</summary>
    public int Line => Place().Line;

    public static EdgeOptionException Wrong(string place, string problem, string hint) => new("Grammar", $"{place}: {problem}", hint);

    public EdgeOptionException Wrong(string problem, string hint)
    {
        var (line, column) = Place();
        return Wrong(string.Create(CultureInfo.InvariantCulture, $"line {line}, column {column}"), problem, hint);
    }

    /// <summary>Skips spaces, tabs and comments, and line ends where the notation allows them.</summary>
    public void SkipBlanks(bool lines)
    {
        while (Next is ' ' or '\t' or '#' || (lines && IsAtLineEnd))
        {
            if (Next == '#')
                _at = text.AsSpan(_at).IndexOfAny('\r', '\n') is >= 0 and var end ? _at + end : text.Length;
            else
                _at++;
        }
    }

    public bool Skip(char character)
    {
        if (IsAtEnd || text[_at] != character)
            return false;
        _at++;
        return true;
    }

    public void Expect(string word)
    {
        if (string.CompareOrdinal(text, _at, word, 0, word.Length) != 0)
            throw Wrong($"'{word}' is missing{(IsAtEnd ? "" : IsAtLineEnd ? " before the end of the line" : $" before '{Next}'")}.", "Add it.");
        _at += word.Length;
    }

    public string Name()
    {
        var length = text.AsSpan(_at).IndexOfAnyExcept(s_nameCharacters) is >= 0 and var end ? end : text.Length - _at;
        if (length == 0)
            throw Wrong(IsAtEnd ? "the grammar ends where the name of a rule is expected." : $"'{Next}' is not valid here.", "Write rule names with letters, digits and hyphens, and text in quotation marks.");

        return text[_at..(_at += length)];
    }

    public int Number()
    {
        var digits = text.AsSpan(_at);
        digits = digits[..(digits.IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : digits.Length)];
        if (digits.Length is 0 or > 6)
            throw Wrong(digits.Length == 0 ? "a number is missing." : "the number is too large.", "Write a number of repetitions, as in {2} or {2,5}.");

        _at += digits.Length;
        return int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    /// <summary>Reads a text between quotation marks.</summary>
    public List<int> Literal()
    {
        List<int> characters = [];
        var start = _at++;
        while (!SkipEnd('"', start, "the text has no closing quotation mark."))
            characters.Add(Character());

        return characters;
    }

    /// <summary>Reads a class of characters; null for an empty class, which matches the empty text.</summary>
    public CharacterRanges? Class()
    {
        const string Unclosed = "the class has no closing bracket.";
        List<(int First, int Last)> ranges = [];
        var start = _at++;
        var isNegated = Skip('^');
        while (!SkipEnd(']', start, Unclosed))
        {
            var first = Character();
            if (Next != '-' || _at + 1 >= text.Length || text[_at + 1] == ']')
            {
                ranges.Add((first, first));
                continue;
            }

            _at++;
            ranges.Add((first, Character()));
        }

        return ranges.Count == 0 ? null : CharacterRanges.Of(ranges, isNegated);
    }

    private bool SkipEnd(char end, int start, string unclosed)
    {
        if (!IsAtEnd)
            return Skip(end);

        _at = start;
        throw Wrong(unclosed, "Close it.");
    }

    private int Character()
    {
        if (!Skip('\\'))
        {
            var isWhole = Rune.TryGetRuneAt(text, _at, out var rune);
            _at += isWhole ? rune.Utf16SequenceLength : 1;
            return isWhole ? rune.Value : Rune.ReplacementChar.Value;
        }

        switch (Next)
        {
            case 'x':
                return Hex(2);
            case 'u':
                return Hex(4);
            case 'U':
                return Hex(8);
            case 't' or 'r' or 'n':
                return text[_at++] switch { 't' => '\t', 'r' => '\r', _ => '\n' };
            case '\\' or '"' or '[' or ']' or '-':
                return text[_at++];
            default:
                throw Wrong($"'\\{Next}' is not a valid escape.", @"Use \n, \r, \t, \"", \\, \[, \], \-, \x00, \u0000 or \U00000000.");
        }
    }

    /// <summary>A number beyond Unicode is a character that occurs in no text.</summary>
    private int Hex(int digits)
    {
        var number = text.AsSpan(_at + 1);
        if (number.Length < digits || number[..digits].ContainsAnyExcept(s_hexDigits))
            throw Wrong($"'\\{Next}' needs {digits} hexadecimal digits.", "Add the missing digits.");
        _at += 1 + digits;
        return (int)Math.Min(uint.Parse(number[..digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), CharacterRanges.Last + 1);
    }

    private (int Line, int Column) Place()
    {
        var (line, start, at) = _seen.At <= _at ? _seen : (1, 0, 0);
        for (; at < _at; at++)
        {
            if (text[at] == '\n' || (text[at] == '\r' && (at + 1 == text.Length || text[at + 1] != '\n')))
                (line, start) = (line + 1, at + 1);
        }

        _seen = (line, start, at);
        return (line, _at - start + 1);
    }
}
