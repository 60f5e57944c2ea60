using System.Text;
using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>Converts the tokens of one answer to text. The bytes of an incomplete character are held back.</summary>
/// <param name="vocabulary">The model's vocabulary.</param>
/// <param name="spellsOut">Which control tokens are written as their text; null for none.</param>
internal sealed class TextDecoder(Vocabulary vocabulary, Predicate<int>? spellsOut = null)
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private byte[] _piece = new byte[64];
    private char[] _text = new char[64];

    /// <summary>Whether the tokens so far end in the middle of a character.</summary>
    public bool HoldsBytesBack => _decoder.GetCharCount([], flush: true) > 0;

    /// <summary>The text that this token completes; empty while a character is incomplete.</summary>
    public string Append(int token)
    {
        var special = spellsOut?.Invoke(token) == true;
        var length = vocabulary.WritePiece(token, _piece, special);
        if (length < 0)
        {
            _piece = new byte[-length];
            _text = new char[-length + 1]; // the decoder may still hold one character
            length = vocabulary.WritePiece(token, _piece, special);
        }

        var count = _decoder.GetChars(_piece.AsSpan(0, length), _text, flush: false);
        return new(_text, 0, count);
    }

    /// <summary>Returns the replacement for an incomplete character at the end; empty if there is none.</summary>
    public string Flush() => new(_text, 0, _decoder.GetChars([], _text, flush: true));
}
