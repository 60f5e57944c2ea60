using System.Buffers;
using System.Text;

namespace Edge.AI.Native;

/// <summary>Finds the best places to cut a long text. Runs of digits and of white space are cut where the pre-tokenizer cuts them, counted from their beginning or end.</summary>
internal sealed class CutPlaces(PreTokenizer limits)
{
    private const int DigitGroup = 3;

    private int _digitsFrom;
    private int _digitsEnd;
    private int _digitsLeft;

    /// <summary>For each byte of a piece, whether a cut before it is between characters, and between groups of digits and of white space.</summary>
    public bool[] Clean(ReadOnlySpan<byte> text, int start, int end)
    {
        var clean = new bool[end - start + 1];
        var (digits, spaces) = (0, 0);
        for (var at = start; at < end;)
        {
            Rune.DecodeFromUtf8(text[at..], out var rune, out var length);
            if (Rune.IsNumber(rune))
                clean[at - start] = CutsBetweenDigits(text, at, ref digits);
            else
                clean[at - start] = true;

            if (!Rune.IsNumber(rune))
                digits = 0;
            if (!Rune.IsWhiteSpace(rune))
                spaces = 0;
            else if (spaces++ % limits.WhitespaceGroup != 0)
                clean[at - start] = false;
            at += length;
        }

        clean[0] = true;
        clean[^1] = true;
        return clean;
    }

    /// <summary>Returns the numbers of tokens to keep, the best cut first: before a line, before a word, anywhere; later cuts before earlier ones.</summary>
    public static IEnumerable<int> Best(ReadOnlySpan<byte> text, TextPiece piece, int[] ends, bool[] clean, int margin, int most)
    {
        List<int> lines = [], words = [], others = [];
        var length = piece.End - piece.Start;
        for (var count = ends.Length; count > 0 && ends[count - 1] > length / 2; count--)
        {
            var at = ends[count - 1];
            if (at > length - Math.Min(margin, length / 4) || !clean[at])
                continue;

            var (before, after) = (text[piece.Start + at - 1], text[piece.Start + at]);
            var list = before == '\n' && after > ' ' ? lines : after == ' ' && before > ' ' && text[piece.Start + at + 1] > ' ' ? words : others;
            if (list.Count < most / 3)
                list.Add(count);
        }

        return [.. lines, .. words, .. others];
    }

    /// <summary>Whether a cut is between groups of digits that are counted from the end of their run. The tokens around the cut cannot show that.</summary>
    public bool SplitsDigits(ReadOnlySpan<byte> text, int cut) =>
        limits.DigitGroups == DigitGroups.FromEnd && cut < text.Length
        && Rune.DecodeFromUtf8(text[cut..], out var after, out _) == OperationStatus.Done && Rune.IsNumber(after)
        && Rune.DecodeLastFromUtf8(text[..cut], out var before, out _) == OperationStatus.Done && Rune.IsNumber(before);

    /// <summary>Whether a cut would shift the groups of a run of digits that are counted from its end.</summary>
    public bool SplitsDigitGroup(ReadOnlySpan<byte> text, int cut) => SplitsDigits(text, cut) && DigitsFrom(text, cut) % DigitGroup != 0;

    /// <summary>Returns where to cut a piece without a good place: before its last space in the second half, if there is one.</summary>
    public static int LastSpace(ReadOnlySpan<byte> text, TextPiece piece)
    {
        var half = (piece.Start + piece.End) / 2;
        var space = text[half..piece.End].LastIndexOf((byte)' ');
        return space > 0 ? half + space : piece.End;
    }

    private bool CutsBetweenDigits(ReadOnlySpan<byte> text, int at, ref int digits)
    {
        if (limits.DigitGroups == DigitGroups.FromStart)
            return digits++ % DigitGroup == 0;

        digits++;
        return DigitsFrom(text, at) % DigitGroup == 0 || digits == 1;
    }

    /// <summary>Returns the number of digits from here on. A run is counted once, even if it fills several pieces.</summary>
    private int DigitsFrom(ReadOnlySpan<byte> text, int at)
    {
        if (at >= _digitsFrom && at < _digitsEnd)
            _digitsLeft -= Count(text, _digitsFrom, at, out _);
        else if (at < _digitsFrom && Count(text, at, _digitsFrom, out var end) is var more && end == _digitsFrom)
            _digitsLeft += more; // in the same run, a few characters back
        else
            _digitsLeft = Count(text, at, text.Length, out _digitsEnd);

        _digitsFrom = at;
        return _digitsLeft;
    }

    private static int Count(ReadOnlySpan<byte> text, int from, int to, out int end)
    {
        var count = 0;
        for (end = from; end < to; count++)
        {
            Rune.DecodeFromUtf8(text[end..], out var rune, out var length);
            if (!Rune.IsNumber(rune))
                break;
            end += length;
        }

        return count;
    }
}
