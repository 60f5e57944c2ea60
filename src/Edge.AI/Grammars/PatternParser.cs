using System.Globalization;
using System.Text;

namespace Edge.AI.Grammars;

/// <summary>
/// Parses the regular expressions of schemas: characters, classes, groups, alternatives, quantifiers, and anchors around a branch.
/// Look-around and back references cannot be expressed in a grammar.
/// </summary>
internal sealed class PatternParser
{
    private const int MaxDepth = 50;
    private const int MaxRepeats = 10_000;

    private readonly int[] _pattern;
    private int _at;
    private int _depth;

    private PatternParser(string pattern) => _pattern = [.. pattern.EnumerateRunes().Select(rune => rune.Value)];

    /// <summary>Returns the alternatives of a pattern; null if it is not valid or cannot be expressed.</summary>
    public static IReadOnlyList<PatternBranch>? Parse(string pattern)
    {
        try
        {
            var parser = new PatternParser(pattern);
            List<PatternBranch> branches = [];
            do
                branches.Add(parser.Branch());
            while (parser.Skip('|'));
            return parser.IsAtEnd ? branches : null;
        }
        catch (FormatException)
        {
            return null; // the reason is not needed: the caller notes that the pattern is not enforced
        }
    }

    private bool IsAtEnd => _at == _pattern.Length;

    private PatternBranch Branch()
    {
        var atStart = Skip('^');
        var body = Sequence();
        return new(body, atStart, Skip('$'));
    }

    private PatternNode Choice()
    {
        if (++_depth > MaxDepth)
            throw new FormatException();

        List<PatternNode> branches = [Sequence()];
        while (Skip('|'))
            branches.Add(Sequence());
        _depth--;
        return branches.Count == 1 ? branches[0] : new PatternChoice(branches);
    }

    private PatternNode Sequence()
    {
        List<PatternNode> parts = [];
        while (!IsAtEnd && Peek() is not ('|' or ')' or '$'))
            parts.Add(Quantified(Atom()));
        return parts.Count == 1 ? parts[0] : new PatternSequence(parts);
    }

    private PatternNode Quantified(PatternNode part)
    {
        if (Quantifier() is not { } times)
            return part;

        Skip('?'); // a lazy quantifier matches the same texts
        return part.IsNullable && times.Most != 1 ? throw new FormatException() : new PatternRepeat(part, times.Least, times.Most);
    }

    private (int Least, int? Most)? Quantifier()
    {
        if (Skip('*'))
            return (0, null);
        if (Skip('+'))
            return (1, null);
        if (Skip('?'))
            return (0, 1);
        if (!Skip('{'))
            return null;

        var least = Count();
        int? most = Skip(',') ? Peek() == '}' ? null : Count() : least;
        Expect('}');
        return most < least ? throw new FormatException() : (least, most);
    }

    private PatternNode Atom()
    {
        switch (Take())
        {
            case '(':
                SkipGroupKind();
                var group = Choice();
                Expect(')');
                return group;
            case '[':
                return new PatternCharacter(Class());
            case '.':
                return new PatternCharacter(PatternClasses.Any);
            case '\\':
                return new PatternCharacter(Escape());
            case '^' or '*' or '+' or '?' or '{' or '}' or ']':
                throw new FormatException();
            case var character:
                return new PatternCharacter(PatternClasses.One(character));
        }
    }

    private void SkipGroupKind()
    {
        if (!Skip('?') || Skip(':'))
            return;

        Expect('<');
        if (Peek() is '=' or '!')
            throw new FormatException();
        while (Take() != '>')
        {
        }
    }

    private CharacterSet Class()
    {
        var negated = Skip('^');
        var set = CharacterSet.Of();
        for (var first = true; first || Peek() != ']'; first = false)
        {
            if (first && Peek() == ']')
                throw new FormatException(); // "[]" is an empty class in some engines, and the beginning of a class in others

            var member = ClassMember();
            if (member.Single is not { } start || Peek() != '-' || _at + 1 >= _pattern.Length || _pattern[_at + 1] == ']')
            {
                set = set.Union(member.Set);
                continue;
            }

            Expect('-');
            set = ClassMember().Single is { } end && end >= start ? set.Union(CharacterSet.Of((start, end))) : throw new FormatException();
        }

        Expect(']');
        return (negated ? set.Negate() : set.Intersect(CharacterSet.All)) is { IsEmpty: false } result ? result : throw new FormatException();
    }

    private (CharacterSet Set, int? Single) ClassMember()
    {
        var character = Take();
        if (character == '[')
            throw new FormatException(); // the newer syntax of nested sets
        if (character != '\\')
            return (PatternClasses.One(character), character);
        if (Skip('b'))
            return (PatternClasses.One('\b'), '\b');

        var set = Escape();
        return (set, set.Single);
    }

    private CharacterSet Escape()
    {
        var character = Take();
        return character switch
        {
            'x' => PatternClasses.One(Hex(2)),
            'u' when Skip('{') => PatternClasses.One(BracedHex()),
            'u' => PatternClasses.One(Hex(4)),
            '0' when IsAtEnd || Peek() is < '0' or > '9' => PatternClasses.One(0),
            _ => PatternClasses.Escaped(character) ?? throw new FormatException(),
        };
    }

    private int BracedHex()
    {
        var digits = 0;
        while (_at + digits < _pattern.Length && _pattern[_at + digits] != '}')
            digits++;
        var value = digits is > 0 and <= 6 ? Hex(digits) : throw new FormatException();
        Expect('}');
        return value;
    }

    private int Hex(int digits)
    {
        var text = new StringBuilder();
        for (var i = 0; i < digits; i++)
            text.Append(new Rune(Take()).ToString());
        return int.Parse(text.ToString(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    private int Count()
    {
        var start = _at;
        var count = 0;
        while (!IsAtEnd && Peek() is >= '0' and <= '9' && count <= MaxRepeats)
            count = (count * 10) + Take() - '0';
        return _at > start && count <= MaxRepeats ? count : throw new FormatException();
    }

    private int Peek() => IsAtEnd ? throw new FormatException() : _pattern[_at];

    private int Take() => IsAtEnd ? throw new FormatException() : _pattern[_at++];

    private bool Skip(char character)
    {
        if (IsAtEnd || _pattern[_at] != character)
            return false;
        _at++;
        return true;
    }

    private void Expect(char character)
    {
        if (!Skip(character))
            throw new FormatException();
    }
}
