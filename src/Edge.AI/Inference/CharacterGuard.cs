using System.Buffers;
using System.Text;
using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>
/// Keeps tokens that spell a character in several steps to valid UTF-8. llama.cpp's grammars take longer forms than UTF-8 has, of which
/// a reader would make something else than the grammar admitted.
/// </summary>
internal sealed class CharacterGuard(Vocabulary vocabulary)
{
    private const int MaxPieceLength = 256;

    private readonly byte[] _begun = new byte[3];
    private int _begunLength;

    public bool Admits(int token)
    {
        if (!vocabulary.IsFragment(token))
            return _begunLength == 0; // a whole character can't follow half of one

        Span<byte> bytes = stackalloc byte[MaxPieceLength + 3];
        return TryJoin(token, bytes, out _);
    }

    public void Accept(int token)
    {
        if (!vocabulary.IsFragment(token))
            return;

        Span<byte> bytes = stackalloc byte[MaxPieceLength + 3];
        if (!TryJoin(token, bytes, out var rest))
            return; // said before the grammar came into force

        rest.CopyTo(_begun);
        _begunLength = rest.Length;
    }

    /// <summary>Puts the token behind what was begun; false if that is not UTF-8. What remains is the beginning of a character.</summary>
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
