using System.Text;
using Edge.AI.Grammars;

namespace Edge.AI.Tools;

/// <summary>
/// Writes a rule for free text up to its closing tag. The tag may also occur inside the text: it ends the text only if one of some other tags follows, with any white space between
/// them. An automaton with one rule per state finds that place, so that the grammar and the reader agree about the end.
/// </summary>
internal sealed class TaggedText
{
    private const char AnySpace = '\0';
    private const string Spaces = " \t\n\r";

    private readonly string[] _ends;
    private readonly int _wanted;
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Queue<(string Name, State State)> _open = [];
    private readonly CallGrammar _grammar;

    private TaggedText(CallGrammar grammar, string[] ends, int wanted) => (_grammar, _ends, _wanted) = (grammar, ends, wanted);

    /// <summary>Returns a rule for text that ends with the tag and the wanted follower, and contains no earlier end.</summary>
    /// <param name="grammar">Receives the rules.</param>
    /// <param name="tag">The tag that ends the text.</param>
    /// <param name="followers">The texts that may follow the tag. A line break matches any white space.</param>
    /// <param name="wanted">The index of the wanted follower.</param>
    public static string Until(CallGrammar grammar, string tag, IReadOnlyList<string> followers, int wanted) =>
        new TaggedText(grammar, [.. followers.Select(follower => $"{tag}\n{follower}".Replace('\n', AnySpace))], wanted).Build();

    private string Build()
    {
        var first = NameOf(new([]));
        while (_open.TryDequeue(out var next))
            _grammar.Define(next.Name, Body(next.State));
        return first;
    }

    private string Body(State state)
    {
        Dictionary<string, CharacterSet> ways = new(StringComparer.Ordinal);
        var others = CharacterSet.All;
        foreach (var character in _ends.SelectMany(end => end).Where(character => character != AnySpace).Concat(Spaces).Distinct())
        {
            var set = CharacterSet.Of((character, character));
            others = others.Except(set);
            var next = Next(state, character);
            var isEnd = next.Places.Any(place => place.At == _ends[place.End].Length);
            if (isEnd && !next.Places.Any(place => place.End == _wanted && place.At == _ends[_wanted].Length))
                continue; // an end with another follower

            var target = isEnd ? "" : NameOf(next);
            ways[target] = ways.TryGetValue(target, out var known) ? known.Union(set) : set;
        }

        var start = NameOf(new([]));
        ways[start] = ways.TryGetValue(start, out var more) ? more.Union(others) : others;
        return ways.Aggregate(new StringBuilder(), (body, way) => body.Append(body.Length == 0 ? "" : " | ").Append(way.Value.ToGbnf()).Append(way.Key.Length == 0 ? "" : " ").Append(way.Key)).ToString();
    }

    private string NameOf(State state)
    {
        if (_names.TryGetValue(state.Key, out var known))
            return known;

        var name = _names[state.Key] = _grammar.Reserve("tagged-text");
        _open.Enqueue((name, state));
        return name;
    }

    /// <summary>Returns how much of each end is matched after one more character.</summary>
    private State Next(State state, char character)
    {
        SortedSet<(int End, int At)> next = [];
        foreach (var (end, at) in state.Places.Concat(Enumerable.Range(0, _ends.Length).Select(end => (End: end, At: 0))))
        {
            var expected = at;
            while (_ends[end][expected] == AnySpace && !Spaces.Contains(character, StringComparison.Ordinal))
                expected++;
            if (_ends[end][expected] == AnySpace)
                next.Add((end, expected));
            else if (_ends[end][expected] == character)
                next.Add((end, expected + 1));
        }

        return new([.. next]);
    }

    /// <summary>All ends that the text may be inside of.</summary>
    private sealed record State(IReadOnlyList<(int End, int At)> Places)
    {
        public string Key => string.Join(' ', Places.Select(place => $"{place.End}.{place.At}"));
    }
}
