using System.Buffers;

namespace Edge.AI.Native;

/// <summary>Finds every special token in a text in one pass, however many tokens there are (Aho and Corasick, 1975).</summary>
internal sealed class SpecialTokenAutomaton
{
    private const int Root = 0;

    private readonly Dictionary<(int Node, char Next), int> _next = [];
    private readonly List<int> _fallback = [Root];
    private readonly List<int> _depth = [0];
    private readonly List<int> _token = [None];
    private readonly List<int> _shorter = [Root];
    private readonly List<bool> _mustBeCut = [false];
    private readonly SearchValues<char> _firstCharacters;

    public const int None = -1;

    public SpecialTokenAutomaton(IReadOnlyList<SpecialToken> tokens)
    {
        Tokens = tokens;
        for (var index = 0; index < tokens.Count; index++)
            _token[Insert(tokens[index].Text)] = index;
        _firstCharacters = SearchValues.Create([.. tokens.Select(token => token.Text[0]).Distinct()]);
        Connect();
    }

    public IReadOnlyList<SpecialToken> Tokens { get; }

    /// <summary>The next place where a token may begin; the text's length if there is none.</summary>
    public int NextBeginning(string text, int from)
    {
        var skipped = text.AsSpan(from).IndexOfAny(_firstCharacters);
        return skipped < 0 ? text.Length : from + skipped;
    }

    public int Step(int state, char next)
    {
        int target;
        while (!_next.TryGetValue((state, next), out target))
        {
            if (state == Root)
                return Root;
            state = _fallback[state];
        }

        return target;
    }

    /// <summary>How many of the last characters may be the beginning of a token.</summary>
    public int Depth(int state) => _depth[state];

    /// <summary>The state of the longest token that ends here; 0 if none does.</summary>
    public int Longest(int state) => _token[state] != None ? state : _shorter[state];

    /// <summary>The state of the next shorter token that ends at the same place; 0 if none does.</summary>
    public int Shorter(int state) => _shorter[state];

    /// <summary>The index of the token that ends at a state.</summary>
    public int TokenAt(int state) => _token[state];

    /// <summary>Whether a token ends here that llama.cpp must not see.</summary>
    public bool EndsCut(int state) => _mustBeCut[state];

    private int Insert(string text)
    {
        var state = Root;
        foreach (var character in text)
        {
            if (!_next.TryGetValue((state, character), out var next))
            {
                next = _depth.Count;
                _next.Add((state, character), next);
                _fallback.Add(Root);
                _depth.Add(_depth[state] + 1);
                _token.Add(None);
                _shorter.Add(Root);
                _mustBeCut.Add(false);
            }

            state = next;
        }

        return state;
    }

    /// <summary>Breadth first, so that a state's fallback, which is shorter, is complete before the state is.</summary>
    private void Connect()
    {
        foreach (var ((parent, character), state) in _next.OrderBy(edge => _depth[edge.Value]).ToList())
        {
            if (parent != Root)
                _fallback[state] = Step(_fallback[parent], character);
            _shorter[state] = Longest(_fallback[state]);
            _mustBeCut[state] = (_token[state] != None && Tokens[_token[state]].MustBeCut) || _mustBeCut[_fallback[state]];
        }
    }
}
