using System.Text;
using Edge.AI.Grammars;

namespace Edge.AI.Tools;

/// <summary>
/// A rule for free text up to a tag that ends it. The tag alone may well occur in the text: it ends it only where one of some other tags follows, with any white
/// space between. An automaton looks for that, one rule a state, so that the grammar knows where the text has ended, as the reader does.
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

    /// <summary>A rule for text that ends with the tag and the wanted one of those that may follow, and has no such end before.</summary>
    /// <param name="grammar">Where the rules go.</param>
    /// <param name="tag">The tag that ends the text.</param>
    /// <param name="followers">What follows it; a line break stands for any white space.</param>
    /// <param name="wanted">Which of them.</param>
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
                continue; // another end than the wanted one

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

    /// <summary>How far into each end the text is after one more character.</summary>
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

    /// <summary>All that the text may be in the middle of.</summary>
    private sealed record State(IReadOnlyList<(int End, int At)> Places)
    {
        public string Key => string.Join(' ', Places.Select(place => $"{place.End}.{place.At}"));
    }
}
