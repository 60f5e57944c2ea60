using System.Runtime.CompilerServices;
using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>
/// The tokens of a vocabulary, sorted by the bytes of their text. Tokens with a common prefix are neighbours, so a prefix is matched only once.
/// </summary>
internal sealed class TokenPieces
{
    private static readonly ConditionalWeakTable<Vocabulary, TokenPieces> s_known = [];

    private readonly byte[][] _pieces;
    private readonly int[] _tokens;
    private readonly int[] _shared;

    private TokenPieces(Vocabulary vocabulary)
    {
        _pieces = new byte[vocabulary.Size][];
        var buffer = new byte[256];
        for (var token = 0; token < _pieces.Length; token++)
            _pieces[token] = Piece(vocabulary, token, ref buffer);

        Ends = [.. Enumerable.Range(0, _pieces.Length).Where(vocabulary.IsEndOfGeneration)];
        foreach (var end in Ends)
            _pieces[end] = []; // it ends the answer, whatever its text is

        _tokens = [.. Enumerable.Range(0, _pieces.Length).Where(token => _pieces[token].Length > 0)];
        Array.Sort(_tokens, (one, other) => _pieces[one].AsSpan().SequenceCompareTo(_pieces[other]));
        _shared = new int[_tokens.Length];
        for (var at = 1; at < _tokens.Length; at++)
            _shared[at] = _pieces[_tokens[at]].AsSpan().CommonPrefixLength(_pieces[_tokens[at - 1]]);
    }

    /// <summary>The tokens that end an answer.</summary>
    public IReadOnlyList<int> Ends { get; }

    /// <summary>How many tokens have a text.</summary>
    public int Count => _tokens.Length;

    /// <summary>Returns the sorted tokens of a vocabulary. They are sorted once.</summary>
    public static TokenPieces Of(Vocabulary vocabulary) => s_known.GetValue(vocabulary, key => new(key));

    /// <summary>The bytes of a token, including control tokens; empty for a token that cannot be part of a text.</summary>
    public ReadOnlySpan<byte> this[int token] => _pieces[token];

    /// <summary>Returns the token at a place in the order.</summary>
    public int TokenAt(int place) => _tokens[place];

    /// <summary>Returns how many bytes a token shares with the token before it.</summary>
    public int SharedAt(int place) => _shared[place];

    /// <summary>llama.cpp cuts a text at NUL, so a token that contains NUL is not usable.</summary>
    private static byte[] Piece(Vocabulary vocabulary, int token, ref byte[] buffer)
    {
        var length = vocabulary.WritePiece(token, buffer, special: true);
        if (length < 0)
        {
            buffer = new byte[-length];
            length = vocabulary.WritePiece(token, buffer, special: true);
        }

        return length <= 0 || buffer.AsSpan(0, length).Contains((byte)0) ? [] : buffer[..length];
    }
}
