using System.Text;

namespace Edge.AI.Native;

/// <summary>
/// Tokenizes plain text of any length in pieces, with the same tokens as the whole text. A piece is cut where one of its tokens ends, some tokens before its end, so that the end
/// has no effect there. Tokens that are merged by rank are the same as in the whole text if each two neighbours stay the same when they are tokenized together: the first
/// differing merge would cross a boundary, and would also happen in the two alone. So the tokens around each cut are tokenized together; if they differ, the text is cut
/// elsewhere.
/// </summary>
internal sealed class PieceTokenizer(Vocabulary vocabulary)
{
    /// <summary>How much of a piece's end may be tokenized differently than in the whole text, in bytes.</summary>
    private const int Margin = 96;

    /// <summary>How much text on each side of a cut is tokenized together, in bytes.</summary>
    private const int Context = 48;

    private const int MaxAttempts = 16;

    private readonly Lazy<Isolation> _isolation = new(() => Isolation.Of(vocabulary));

    private PreTokenizer Limits => vocabulary.Limits;

    /// <param name="text">UTF-8 without special tokens.</param>
    /// <param name="continues">Whether it continues other text, so that the tokenizer's space before a text must not be added.</param>
    /// <param name="output">Receives the tokens.</param>
    public void Append(ReadOnlySpan<byte> text, bool continues, TokenOutput output)
    {
        output.ThrowIfHopeless();
        if (text.Length <= Limits.MaxPieceBytes)
        {
            output.Add(Tokenize(text, continues), text.Length);
            return;
        }

        var places = new CutPlaces(Limits);
        var piece = Piece(text, 0, continues, places);
        while (piece.End < text.Length)
        {
            var next = Cut(text, piece, places, out var keptTokens);
            output.Add(piece.Tokens.AsSpan(0, keptTokens), next.Start - piece.Start);
            output.ThrowIfHopeless();
            piece = next;
        }

        output.Add(piece.Tokens, piece.End - piece.Start);
    }

    private TextPiece Piece(ReadOnlySpan<byte> text, int start, bool continues, CutPlaces places)
    {
        var end = Math.Min(text.Length, start + Limits.MaxPieceBytes);
        while (end < text.Length && (IsInsideCharacter(text, end) || places.SplitsDigitGroup(text, end)))
            end--;
        return new(start, end, Tokenize(text[start..end], continues));
    }

    /// <summary>Returns the next piece, from a place where this piece may be cut. The tokens before that place are kept.</summary>
    private TextPiece Cut(ReadOnlySpan<byte> text, TextPiece piece, CutPlaces places, out int keptTokens)
    {
        var ends = EndsOf(piece);
        if (ends is not null)
        {
            var clean = places.Clean(text, piece.Start, piece.End);
            foreach (var count in CutPlaces.Best(text, piece, ends, clean, Margin, MaxAttempts))
            {
                var cut = piece.Start + ends[count - 1];
                var next = Piece(text, cut, continues: true, places);
                if (places.SplitsDigits(text, cut) || StayThemselves(text, piece, ends, clean, count, next))
                {
                    keptTokens = count;
                    return next;
                }
            }
        }

        // There is no place where the tokens stay the same: a word of thousands of bytes, in a vocabulary whose tokens do not spell their text. It is cut anyway.
        var end = CutPlaces.LastSpace(text, piece);
        var shorter = new TextPiece(piece.Start, end, Tokenize(text[piece.Start..end], continues: true));
        (piece.Tokens, keptTokens) = (shorter.Tokens, shorter.Tokens.Length);
        return Piece(text, end, continues: true, places);
    }

    private bool StayThemselves(ReadOnlySpan<byte> text, TextPiece piece, int[] ends, ReadOnlySpan<bool> clean, int count, TextPiece next)
    {
        var (first, cut) = (count, ends[count - 1]);
        int start;
        do
        {
            start = --first > 0 ? ends[first - 1] : 0;
        }
        while (first > 0 && (cut - start < Context || !clean[start]));

        var before = piece.Tokens.AsSpan(first, count - first);
        var (after, certain, end) = (0, 0, next.Start);
        while (after < next.Tokens.Length && (end - next.Start < 2 * Context || (end < text.Length && IsInsideCharacter(text, end))))
        {
            end += vocabulary.PieceLength(next.Tokens[after++]);
            if (end - next.Start <= Context)
                certain = after;
        }

        end = Math.Min(end, next.End);
        if (end == next.End)
            certain = after;
        var together = Tokenize(text[(piece.Start + start)..end], continues: true);
        return together.AsSpan().StartsWith(before) && together.AsSpan(before.Length).StartsWith(next.Tokens.AsSpan(0, Math.Max(1, certain)));
    }

    /// <summary>Returns where each token's text ends in the piece; null if the tokens do not spell the text, because the tokenizer normalizes it.</summary>
    private int[]? EndsOf(TextPiece piece)
    {
        var ends = new int[piece.Tokens.Length];
        var end = 0;
        for (var at = 0; at < ends.Length; at++)
            ends[at] = end += vocabulary.PieceLength(piece.Tokens[at]);

        var added = end - (piece.End - piece.Start); // a space in front, in some vocabularies
        if (added is not (0 or 1))
            return null;

        for (var at = 0; added > 0 && at < ends.Length; at++)
            ends[at] -= added;
        return ends;
    }

    /// <summary>Tokenizes a text that is short enough for llama.cpp.</summary>
    /// <param name="text">UTF-8 without special tokens.</param>
    /// <param name="continues">Whether it continues other text.</param>
    public int[] Tokenize(ReadOnlySpan<byte> text, bool continues) => continues && _isolation.Value.IsNeeded
        ? _isolation.Value.Tokenize(vocabulary, text)
        : vocabulary.TokenizePiece(text);

    private static bool IsInsideCharacter(ReadOnlySpan<byte> text, int at) => (text[at] & 0xC0) == 0x80;
}

/// <summary>A piece of a text, in bytes, and its tokens.</summary>
internal sealed class TextPiece(int start, int end, int[] tokens)
{
    public int Start => start;

    public int End => end;

    public int[] Tokens { get; set; } = tokens;
}
