using System.Globalization;

namespace Edge.AI.Grammars;

/// <summary>A rule for every name that matches no pattern and is not in a list: the automaton of all of them, with accepting and other states exchanged.</summary>
internal sealed class UnmatchedNames
{
    private const int MaxStates = 300;
    private const int MaxWork = 1_000_000;

    private readonly GbnfBuilder _builder;
    private readonly GrammarMatcher _matcher;
    private readonly List<(int First, int Last)> _classes;
    private readonly Dictionary<GrammarState, string> _rules = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<GrammarState, List<Way>> _ways = new(ReferenceEqualityComparer.Instance);
    private readonly string _anything;
    private readonly string _at;

    private UnmatchedNames(GbnfBuilder builder, GrammarProgram program, string at)
    {
        (_builder, _matcher, _at) = (builder, new(program), at);
        int[] boundaries = [.. program.Sets.SelectMany(set => set.Ranges).SelectMany(range => new[] { range.First, range.Last + 1 }).Append(0).Append(CharacterRanges.Last + 1).Distinct().Order()];
        _classes = [.. boundaries.Zip(boundaries.Skip(1), (first, next) => (first, next - 1))];
        _anything = $"{builder.Once("json-plain", () => $"{CharacterSet.Plain.ToGbnf()} | \"\\\\\" [\\x22\\\\/bfnrt]")}*";
    }

    /// <summary>The rule's name; empty if every name is matched, null if a pattern can't be expressed or all of them are too large together.</summary>
    public static string? Add(GbnfBuilder builder, IEnumerable<string> patterns, IEnumerable<string> names, string at)
    {
        List<PatternBranch> branches = [];
        foreach (var pattern in patterns)
        {
            if (PatternParser.Parse(pattern) is not { } parsed || parsed.Sum(branch => branch.Body.Cost) > MaxStates)
                return null;
            branches.AddRange(parsed);
        }

        try
        {
            return new UnmatchedNames(builder, PatternProgram.Of(branches, names), at).Rules();
        }
        catch (GrammarTooDearException)
        {
            return null;
        }
    }

    private string? Rules()
    {
        var root = _matcher.Start();
        _matcher.Work.Allow(MaxWork);
        Explore(root);
        if (_ways.Count > MaxStates)
            return null;

        DropDeadEnds();
        if (!_ways.ContainsKey(root))
            return "";

        foreach (var state in _ways.Keys)
            _rules[state] = _builder.Reserve($"{_at}-unmatched");
        foreach (var (state, ways) in _ways)
            _builder.Define(_rules[state], string.Join(" | ", ways.Select(way => $"{way.Text} {(way.Next is null ? _anything : _rules[way.Next])}").Concat(state.MayEnd ? [] : ["\"\""])));
        return _rules[root];
    }

    private void Explore(GrammarState root)
    {
        var open = new Queue<GrammarState>([root]);
        while (_ways.Count <= MaxStates && open.TryDequeue(out var state))
        {
            if (_ways.ContainsKey(state))
                continue;

            List<Way> ways = [];
            foreach (var next in _classes.GroupBy(range => _matcher.After(state, range.First)))
            {
                ways.AddRange(Ways(CharacterSet.Of(next)).Select(text => new Way(text, next.Key)));
                if (next.Key is { } further)
                    open.Enqueue(further);
            }

            _ways[state] = ways;
        }
    }

    /// <summary>Removes what leads to matched names only: a name that begins there could never end.</summary>
    private void DropDeadEnds()
    {
        HashSet<GrammarState> alive = new(ReferenceEqualityComparer.Instance);
        int count;
        do
        {
            count = alive.Count;
            alive.UnionWith(_ways.Where(state => !state.Key.MayEnd || state.Value.Exists(way => way.Next is null || alive.Contains(way.Next))).Select(state => state.Key).ToList());
        }
        while (alive.Count > count);

        foreach (var (state, ways) in _ways)
        {
            ways.RemoveAll(way => way.Next is not null && !alive.Contains(way.Next));
            if (!alive.Contains(state))
                _ways.Remove(state);
        }
    }

    /// <summary>How the characters stand in a name. Those that only have numbers are left out.</summary>
    private static IEnumerable<string> Ways(CharacterSet set)
    {
        if (set.Intersect(CharacterSet.Plain) is { IsEmpty: false } plain)
            yield return plain.ToGbnf();
        foreach (var (character, escape) in JsonText.Escapes)
        {
            if (set.Contains(character))
                yield return GbnfBuilder.Literal(string.Create(CultureInfo.InvariantCulture, $"\\{escape}"));
        }
    }

    /// <param name="Text">The characters, as JSON writes them.</param>
    /// <param name="Next">The state after them; null if nothing matches any more.</param>
    private sealed record Way(string Text, GrammarState? Next);
}
