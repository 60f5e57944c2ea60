using System.Runtime.CompilerServices;
using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>
/// The texts of a vocabulary's tokens in the order of their bytes, so that tokens that begin alike are neighbours and what they share is
/// looked at once.
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
            _pieces[end] = []; // it ends the answer, whatever it is called

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

    /// <summary>The tokens of a vocabulary, sorted the first time.</summary>
    public static TokenPieces Of(Vocabulary vocabulary) => s_known.GetValue(vocabulary, key => new(key));

    /// <summary>The bytes of a token, those of control tokens included; none for a token that can't be part of a text.</summary>
    public ReadOnlySpan<byte> this[int token] => _pieces[token];

    /// <summary>The token at a place of the order.</summary>
    public int TokenAt(int place) => _tokens[place];

    /// <summary>With how many bytes of the token before it this one begins.</summary>
    public int SharedAt(int place) => _shared[place];

    /// <summary>A NUL ends a text for llama.cpp, so that a token with one does not mean what it says.</summary>
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
