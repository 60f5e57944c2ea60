using System.Globalization;

namespace Edge.AI.Grammars;

/// <summary>Parses llama.cpp's grammar notation. Errors contain line and column.</summary>
internal sealed class GbnfReader
{
    private const int MaxDepth = 200;

    /// <summary>llama.cpp's limit: from 2000 repetitions on, it refuses the grammar or allows any number.</summary>
    private const long MaxRules = 1999;

    /// <summary>The most positions of a grammar with its repetitions written out. They need 32 MB.</summary>
    private const long MaxWritten = 2_000_000;

    private readonly GbnfText _text;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<string, GbnfRule> _named = new(StringComparer.Ordinal);
    private readonly Dictionary<int, GbnfCharacter> _single = [];
    private long _symbols;
    private long _written;
    private int _depth;

    private GbnfReader(string gbnf, CancellationToken cancellation) => (_text, _cancellation) = (new(gbnf), cancellation);

    /// <summary>Returns all rules by name.</summary>
    /// <exception cref="EdgeOptionException">The grammar is not valid. The message says where.</exception>
    public static IReadOnlyDictionary<string, GbnfRule> Read(string gbnf, CancellationToken cancellation = default)
    {
        var reader = new GbnfReader(gbnf, cancellation);
        for (reader._text.SkipBlanks(lines: true); !reader._text.IsAtEnd; reader._text.SkipBlanks(lines: true))
            reader.Definition();

        return reader._named.Values.FirstOrDefault(rule => rule.Body is null) is { } missing
            ? throw GbnfText.Wrong($"line {missing.Line}", $"the rule '{missing.Name}' is not defined.", $"Add a line '{missing.Name} ::= …', or put the text in quotation marks.")
            : reader._named;
    }

    private void Definition()
    {
        _cancellation.ThrowIfCancellationRequested();
        var rule = Named();
        if (rule.Body is not null)
            throw _text.Wrong($"the rule '{rule.Name}' is defined twice.", "Combine the two definitions with '|'.");

        _text.SkipBlanks(lines: false);
        _text.Expect("::=");
        rule.Body = Alternatives(isNested: false);
        if (_text.Next == ')')
            throw _text.Wrong("')' without '('.", "Remove it, or add '(' before the group.");
    }

    private GbnfPart Alternatives(bool isNested)
    {
        List<GbnfPart> alternatives = [];
        do
        {
            _text.SkipBlanks(lines: true);
            alternatives.Add(Sequence(isNested));
        }
        while (_text.Skip('|'));
        return alternatives.Count == 1 ? alternatives[0] : new GbnfChoice(alternatives);
    }

    private GbnfPart Sequence(bool isNested)
    {
        List<GbnfPart> sequence = [];
        GbnfItem? item = null;
        while (!_text.IsAtEnd && !_text.IsAtLineEnd && _text.Next is not ('|' or ')'))
        {
            if (_text.Next is '*' or '+' or '?' or '{')
            {
                item = item is { IsEmpty: false } ? Repeat(item) : throw _text.Wrong($"'{_text.Next}' has nothing to repeat.", "Put it after a literal, a class, a rule or a group.");
            }
            else
            {
                if (item is { IsEmpty: false })
                    sequence.Add(item.Part);
                item = Item();
            }

            _text.SkipBlanks(lines: isNested);
        }

        if (item is { IsEmpty: false })
            sequence.Add(item.Part);
        return sequence.Count == 1 ? sequence[0] : new GbnfSequence(sequence);
    }

    private GbnfItem Item()
    {
        switch (_text.Next)
        {
            case '"':
                var literal = _text.Literal();
                return new(literal is [var only] ? Single(only) : new GbnfSequence([.. literal.Select(Single)]), 1, Write(literal.Count));
            case '[':
                return _text.Class() is { } set ? new(new GbnfCharacter(set), 1, Write(1)) : new(new GbnfSequence([]), 1, 0);
            case '.':
                _text.Skip('.');
                return new(new GbnfCharacter(CharacterRanges.Any), 1, Write(1));
            case '(':
                return Group();
            case '<' or '!':
                throw _text.Wrong("token elements ('<…>') are not supported.", "Write the token's text as a literal instead.");
            default:
                return new(new GbnfReference(Named()), 1, Write(1));
        }
    }

    private GbnfCharacter Single(int character)
    {
        if (!_single.TryGetValue(character, out var known))
            _single[character] = known = new(CharacterRanges.Of([(character, character)]));
        return known;
    }

    private GbnfItem Group()
    {
        if (++_depth > MaxDepth)
            throw _text.Wrong($"groups are nested deeper than {MaxDepth}.", "Move inner groups into separate rules.");

        var (symbols, written) = (_symbols++, _written);
        _text.Skip('(');
        var group = Alternatives(isNested: true);
        _text.Expect(")");
        _depth--;
        return new(group, Math.Max(1, _symbols - symbols), Math.Max(1, _written - written));
    }

    private GbnfItem Repeat(GbnfItem item)
    {
        var (least, most) = Times();
        if (most < least)
            throw _text.Wrong($"{{{least},{most}}} has a maximum below its minimum.", "Swap the two numbers.");

        var rules = item.Rules * Math.Max(1, most ?? least);
        if (rules > MaxRules)
            throw _text.Wrong("the repetition is too large.", $"Repeat at most {MaxRules} times, and less often if the element contains groups and repetitions; or move the element into a separate rule and repeat that.");

        var further = most is null ? 1 : most.Value - least;
        _symbols += further;
        var copies = Write((item.Length + 1) * (least + further));
        return new(new GbnfRepetition(item.Part, least, most), rules, item.Length + copies);
    }

    private (int Least, int? Most) Times()
    {
        if (_text.Skip('*'))
            return (0, null);
        if (_text.Skip('+'))
            return (1, null);
        if (_text.Skip('?'))
            return (0, 1);

        _text.Skip('{');
        _text.SkipBlanks(lines: false);
        var least = _text.Number();
        int? most = least;
        _text.SkipBlanks(lines: false);
        if (_text.Skip(','))
        {
            _text.SkipBlanks(lines: false);
            most = char.IsAsciiDigit(_text.Next) ? _text.Number() : null;
            _text.SkipBlanks(lines: false);
        }

        _text.Expect("}");
        return (least, most);
    }

    private GbnfRule Named()
    {
        var line = _text.Line;
        var name = _text.Name();
        if (!_named.TryGetValue(name, out var rule))
        {
            _named[name] = rule = new(name, line);
            _symbols++;
        }

        return rule;
    }

    private long Write(long positions) => (_written += positions) <= MaxWritten
        ? positions
        : throw _text.Wrong(string.Create(CultureInfo.InvariantCulture, $"with all repetitions written out, the grammar has more than {MaxWritten} elements."), "Move long texts into separate rules and repeat those.");

    /// <param name="Part">The part.</param>
    /// <param name="Rules">The number of rules that llama.cpp counts for one repetition.</param>
    /// <param name="Length">The number of positions with repetitions written out.</param>
    private sealed record GbnfItem(GbnfPart Part, long Rules, long Length)
    {
        public bool IsEmpty => Part is GbnfSequence { Parts.Count: 0 };
    }
}
