using System.Buffers;
using System.Text;
using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>
/// Rejects tokens that do not continue valid UTF-8. Some tokens are only part of a character, and llama.cpp's grammars accept overlong forms, which a decoder would read
/// as other characters.
/// </summary>
internal sealed class CharacterGuard(Vocabulary vocabulary)
{
    private const int MaxPieceLength = 256;

    private readonly byte[] _begun = new byte[3];
    private int _begunLength;

    public bool Admits(int token)
    {
        if (!vocabulary.IsFragment(token))
            return _begunLength == 0; // an incomplete character must be completed first

        Span<byte> bytes = stackalloc byte[MaxPieceLength + 3];
        return TryJoin(token, bytes, out _);
    }

    public void Accept(int token)
    {
        if (!vocabulary.IsFragment(token))
            return;

        Span<byte> bytes = stackalloc byte[MaxPieceLength + 3];
        if (!TryJoin(token, bytes, out var rest))
            return; // generated before the grammar applied

        rest.CopyTo(_begun);
        _begunLength = rest.Length;
    }

    /// <summary>Appends the token to the incomplete character; false if the result is not UTF-8. The rest is the new incomplete character.</summary>
    private bool TryJoin(int token, Span<byte> bytes, out ReadOnlySpan<byte> rest)
    {
        _begun.AsSpan(0, _begunLength).CopyTo(bytes);
        rest = [];
        var length = vocabulary.WritePiece(token, bytes[_begunLength..], special: true);
        if (length < 0)
            return false;

        rest = bytes[..(_begunLength + length)];
        while (rest.Length > 0)
        {
            switch (Rune.DecodeFromUtf8(rest, out _, out var used))
            {
                case OperationStatus.Done:
                    rest = rest[used..];
                    break;
                case OperationStatus.NeedMoreData:
                    return true;
                default:
                    return false;
            }
        }

        return true;
    }
}
