namespace Edge.AI.Grammars;

/// <summary>The characters that one element of a grammar matches, as sorted ranges that do not touch.</summary>
internal sealed class CharacterRanges
{
    /// <summary>The last character of Unicode.</summary>
    public const int Last = 0x10FFFF;

    private readonly int[] _firsts;
    private readonly int[] _lasts;

    private CharacterRanges(List<(int First, int Last)> ranges)
    {
        _firsts = [.. ranges.Select(range => range.First)];
        _lasts = [.. ranges.Select(range => range.Last)];
    }

    /// <summary>Every character.</summary>
    public static CharacterRanges Any { get; } = new([(0, Last)]);

    /// <summary>The first character; null if there is none.</summary>
    public int? First => _firsts.Length > 0 ? _firsts[0] : null;

    /// <summary>The only character; null if there is none, or several.</summary>
    public int? Single => _firsts.Length == 1 && _firsts[0] == _lasts[0] ? _firsts[0] : null;

    /// <summary>Whether it contains nothing but white space of JSON.</summary>
    public bool IsSpace => _firsts.Length > 0 && Ranges.All(range => range is ( >= '\t' and <= '\n', <= '\n') or ('\r', '\r') or (' ', ' '));

    public IEnumerable<(int First, int Last)> Ranges => _firsts.Zip(_lasts);

    /// <summary>Returns the characters of some ranges. A range that ends before it begins is empty.</summary>
    public static CharacterRanges Of(IEnumerable<(int First, int Last)> ranges, bool negated = false)
    {
        List<(int First, int Last)> joined = [];
        foreach (var (first, last) in ranges.Where(range => range.First <= range.Last && range.First <= Last).Order())
        {
            if (joined.Count > 0 && first <= joined[^1].Last + 1)
                joined[^1] = (joined[^1].First, Math.Max(joined[^1].Last, Math.Min(last, Last)));
            else
                joined.Add((first, Math.Min(last, Last)));
        }

        return new(negated ? Gaps(joined) : joined);
    }

    public bool Contains(int character)
    {
        var at = Array.BinarySearch(_firsts, character);
        return at >= 0 || (~at > 0 && character <= _lasts[~at - 1]);
    }

    /// <summary>Whether the set contains a character of a range.</summary>
    public bool Overlaps(int first, int last)
    {
        var at = Array.BinarySearch(_firsts, last);
        return at >= 0 || (~at > 0 && first <= _lasts[~at - 1]);
    }

    private static List<(int First, int Last)> Gaps(List<(int First, int Last)> ranges)
    {
        List<(int First, int Last)> gaps = [];
        var next = 0;
        foreach (var (first, last) in ranges)
        {
            if (next < first)
                gaps.Add((next, first - 1));
            next = last + 1;
        }

        if (next <= Last)
            gaps.Add((next, Last));
        return gaps;
    }
}
