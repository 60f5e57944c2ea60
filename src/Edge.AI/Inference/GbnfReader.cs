using System.Globalization;

namespace Edge.AI.Inference;

/// <summary>Reads llama.cpp's grammar notation, to say where a grammar is wrong, and what would end the process if llama.cpp read it.</summary>
internal sealed class GbnfReader
{
    private const int MaxDepth = 200;

    /// <summary>From 2000 on llama.cpp refuses to repeat, or takes it as any number of times.</summary>
    private const long MaxRules = 1999;

    /// <summary>llama.cpp writes repetitions out; so much takes 64 MB.</summary>
    private const long MaxWritten = 8_000_000;

    private readonly GbnfText _text;
    private readonly Dictionary<string, GbnfRule> _named = new(StringComparer.Ordinal);
    private readonly List<GbnfRule> _rules = [];
    private long _symbols;
    private long _written;
    private int _depth;

    private GbnfReader(string gbnf) => _text = new(gbnf);

    /// <summary>All rules, those of groups and repetitions included.</summary>
    /// <exception cref="EdgeOptionException">It is no grammar; the message says where.</exception>
    public static IReadOnlyList<GbnfRule> Read(string gbnf)
    {
        var reader = new GbnfReader(gbnf);
        for (reader._text.SkipBlanks(lines: true); !reader._text.IsAtEnd; reader._text.SkipBlanks(lines: true))
            reader.Definition();

        return reader._named.Values.FirstOrDefault(rule => !rule.IsDefined) is { } missing
            ? throw GbnfText.Wrong($"line {missing.Line}", $"the rule '{missing.Name}' is not defined.", $"Add a line '{missing.Name} ::= …', or put text between quotation marks.")
            : reader._rules;
    }

    private void Definition()
    {
        var rule = Named();
        if (rule.IsDefined)
            throw _text.Wrong($"the rule '{rule.Name}' is defined a second time.", "Join its alternatives by '|'.");

        rule.IsDefined = true;
        _text.SkipBlanks(lines: false);
        _text.Expect("::=");
        Alternatives(rule, isNested: false);
        if (_text.Next == ')')
            throw _text.Wrong("')' closes no group.", "Remove it, or open the group.");
    }

    private void Alternatives(GbnfRule rule, bool isNested)
    {
        do
        {
            _text.SkipBlanks(lines: true);
            rule.Alternatives.Add(Sequence(rule, isNested));
        }
        while (_text.Skip('|'));
    }

    private List<GbnfRule?> Sequence(GbnfRule rule, bool isNested)
    {
        List<GbnfRule?> sequence = [];
        GbnfItem? item = null;
        while (!_text.IsAtEnd && !_text.IsAtLineEnd && _text.Next is not ('|' or ')'))
        {
            if (_text.Next is '*' or '+' or '?' or '{')
            {
                item = item is { Parts.Count: > 0 } ? Repeat(item, rule) : throw _text.Wrong($"'{_text.Next}' repeats nothing.", "Put what it repeats before it.");
            }
            else
            {
                if (item is not null)
                    sequence.AddRange(item.Parts);
                item = Item(rule);
            }

            _text.SkipBlanks(lines: isNested);
        }

        if (item is not null)
            sequence.AddRange(item.Parts);
        return sequence;
    }

    private GbnfItem Item(GbnfRule rule)
    {
        switch (_text.Next)
        {
            case '"':
                return Characters(_text.Literal());
            case '[':
                return Characters(_text.Class());
            case '.':
                _text.Skip('.');
                return Characters(1);
            case '(':
                return Group(rule);
            case '<' or '!':
                throw _text.Wrong("it names a token by '<…>'.", "Write the token's text as a literal instead.");
            default:
                return new([Named()], 1, Write(1));
        }
    }

    private GbnfItem Characters(int count) => new(count == 0 ? [] : [null], 1, Write(count));

    private GbnfItem Group(GbnfRule rule)
    {
        if (++_depth > MaxDepth)
            throw _text.Wrong($"groups are nested deeper than {MaxDepth}.", "Give inner groups rules of their own.");

        var symbols = _symbols;
        _text.Skip('(');
        var group = Add(new(rule.Name, _text.Line));
        Alternatives(group, isNested: true);
        _text.Expect(")");
        _depth--;
        return new([group], Math.Max(1, _symbols - symbols), Write(1));
    }

    private GbnfItem Repeat(GbnfItem item, GbnfRule rule)
    {
        var (least, most) = Times();
        if (most < least)
            throw _text.Wrong($"{{{least},{most}}} repeats at most less often than at least.", "Swap the two.");

        var rules = item.Rules * Math.Max(1, most ?? least);
        if (rules > MaxRules)
            throw _text.Wrong("this repeats too much.", $"Repeat at most {MaxRules} times, and less what consists of groups and repetitions; give it a rule of its own and repeat that.");

        var further = most is null ? 1 : most.Value - least;
        var length = Write(item.Length * (least + further));
        List<GbnfRule?> parts = [.. Enumerable.Repeat(item.Parts, Math.Min(least, 2)).SelectMany(once => once)];
        if (further > 0)
            parts.Add(Optional(item, rule, further, isEndless: most is null));
        return new(parts, rules, length);
    }

    /// <summary>What may be left out: the repeated item and then, again, what may be left out.</summary>
    private GbnfRule Optional(GbnfItem item, GbnfRule rule, int count, bool isEndless)
    {
        var optional = Add(new(rule.Name, _text.Line) { Count = count }, count);
        optional.Alternatives.Add([.. item.Parts]);
        if (isEndless)
            optional.Alternatives[0].Add(optional);
        optional.Alternatives.Add([]);
        return optional;
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
            _named[name] = rule = Add(new(name, line));
        return rule;
    }

    private GbnfRule Add(GbnfRule rule, int symbols = 1)
    {
        _symbols += symbols;
        _rules.Add(rule);
        return rule;
    }

    private long Write(long elements) => (_written += elements) <= MaxWritten
        ? elements
        : throw _text.Wrong(string.Create(CultureInfo.InvariantCulture, $"with all repetitions written out it has more than {MaxWritten} parts."), "Give long texts rules of their own and repeat those.");

    /// <param name="Parts">What it consists of, as in <see cref="GbnfRule.Alternatives"/>.</param>
    /// <param name="Rules">How many rules llama.cpp counts for it when it repeats it.</param>
    /// <param name="Length">How many parts it has, written out.</param>
    private sealed record GbnfItem(List<GbnfRule?> Parts, long Rules, long Length);
}
