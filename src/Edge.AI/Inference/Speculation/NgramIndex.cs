using System.Runtime.InteropServices;

namespace Edge.AI.Inference.Speculation;

/// <summary>
/// The tokens of a sequence, with an index of all pairs of neighbours. It finds the earlier place that the end of the sequence repeats: the longest match, and the newest one of
/// equally long ones. A new token costs constant time, and no allocation unless the sequence is longer than any before.
/// </summary>
internal sealed class NgramIndex
{
    /// <summary>The tokens of the shortest match.</summary>
    public const int Shortest = 2;

    /// <summary>How many tokens are compared. Longer matches count as equally long, unless they grew out of a shorter one.</summary>
    public const int Longest = 32;

    /// <summary>How many earlier places are compared, the newest first.</summary>
    public const int MostPlaces = 32;

    /// <summary>How many places with the same two tokens are asked for what followed them, the newest first.</summary>
    private const int MostVoices = 4;

    private const int None = -1;

    private int[] _tokens = [];
    private int[] _previous = []; // by the place of a pair's second token: the place of the previous pair in the same bucket
    private int[] _newest = []; // by bucket
    private int _count;
    private int _next;

    /// <summary>The length of the match, in tokens; 0 if there is none.</summary>
    public int MatchLength { get; private set; }

    /// <summary>The token that follows the matching place. Only valid if there is a match.</summary>
    public int Next => _tokens[_next];

    /// <summary>Replaces the tokens. The common prefix stays indexed.</summary>
    public void Reset(ReadOnlySpan<int> tokens)
    {
        var shared = tokens.CommonPrefixLength(_tokens.AsSpan(0, _count));
        while (_count > shared)
            RemoveLast();
        foreach (var token in tokens[shared..])
            Add(token);

        Search();
    }

    /// <summary>Appends the next token, and finds the new match.</summary>
    public void Append(int token)
    {
        var continues = MatchLength > 0 && token == Next;
        Add(token);
        if (continues)
            (MatchLength, _next) = (MatchLength + 1, _next + 1); // no other match can be longer or newer: it would have been that before
        else
            Search();
    }

    /// <summary>
    /// Whether another token than <see cref="Next"/> followed when the same two tokens came before: where the values of a table differ, for example, and the names of its columns do
    /// not. Only valid if there is a match.
    /// </summary>
    public bool IsContested
    {
        get
        {
            var voices = 0;
            for (var place = _newest[Bucket(_next - 1)]; place != None && voices < MostVoices; place = _previous[place])
            {
                if (place + 1 >= _count || _tokens[place] != _tokens[_next - 1] || _tokens[place - 1] != _tokens[_next - 2])
                    continue;

                voices++;
                if (_tokens[place + 1] != Next)
                    return true;
            }

            return false;
        }
    }

    /// <summary>The end of the sequence, to return to with <see cref="Return"/>.</summary>
    public Mark Here => new(_count, MatchLength, _next);

    /// <summary>Removes the tokens that were appended since a mark was taken.</summary>
    public void Return(Mark mark)
    {
        while (_count > mark.Count)
            RemoveLast();
        (MatchLength, _next) = (mark.MatchLength, mark.Next);
    }

    private void Add(int token)
    {
        if (_count == _tokens.Length)
            Grow();

        _tokens[_count++] = token;
        if (_count >= Shortest)
            Link(_count - 1);
    }

    private void RemoveLast()
    {
        _count--;
        if (_count >= Shortest - 1)
            _newest[Bucket(_count)] = _previous[_count];
    }

    private void Link(int place)
    {
        ref var newest = ref _newest[Bucket(place)];
        (_previous[place], newest) = (newest, place);
    }

    private void Search()
    {
        MatchLength = 0;
        if (_count <= Shortest)
            return;

        var left = MostPlaces;
        for (var place = _previous[_count - 1]; place != None && left > 0 && MatchLength < Longest; place = _previous[place], left--)
        {
            var length = CommonEnd(place + 1);
            if (length >= Shortest && length > MatchLength)
                (MatchLength, _next) = (length, place + 1);
        }
    }

    /// <summary>Returns how many tokens before a place equal the last tokens.</summary>
    private int CommonEnd(int place)
    {
        var length = 0;
        while (length < Longest && length < place && _tokens[place - 1 - length] == _tokens[_count - 1 - length])
            length++;
        return length;
    }

    private void Grow()
    {
        var size = Math.Max(256, 2 * _tokens.Length);
        Array.Resize(ref _tokens, size);
        _previous = new int[size];
        _newest = new int[2 * size];
        Array.Fill(_newest, None);
        for (var place = Shortest - 1; place < _count; place++)
            Link(place);
    }

    private int Bucket(int place)
    {
        var pair = ((uint)_tokens[place - 1] * 0x9E3779B1u) ^ ((uint)_tokens[place] * 0x85EBCA77u);
        return (int)((pair ^ (pair >> 15)) & (uint)(_newest.Length - 1));
    }

    /// <summary>An end of the sequence, with its match.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Mark(int Count, int MatchLength, int Next);
}
