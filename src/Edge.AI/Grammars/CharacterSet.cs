using System.Text;

namespace Edge.AI.Grammars;

/// <summary>A set of Unicode characters, as sorted ranges that do not touch. It never contains surrogates.</summary>
internal sealed class CharacterSet
{
    private const int LastCharacter = 0x10FFFF;

    private readonly IReadOnlyList<(int First, int Last)> _ranges;

    private CharacterSet(IReadOnlyList<(int First, int Last)> ranges) => _ranges = ranges;

    /// <summary>Every character.</summary>
    public static CharacterSet All { get; } = Of((0, 0xD7FF), (0xE000, LastCharacter));

    /// <summary>The characters that need no escape in a JSON string.</summary>
    public static CharacterSet Plain { get; } = All.Except(Of((0, 0x1F), ('"', '"'), ('\\', '\\')));

    public IReadOnlyList<(int First, int Last)> Ranges => _ranges;

    public bool IsEmpty => _ranges.Count == 0;

    /// <summary>The only character of the set; null if it has none or several.</summary>
    public int? Single => _ranges is [var (first, last)] && first == last ? first : null;

    public static CharacterSet Of(params IEnumerable<(int First, int Last)> ranges)
    {
        List<(int First, int Last)> joined = [];
        foreach (var range in ranges.Where(range => range.First <= range.Last).Order())
        {
            if (joined.Count > 0 && range.First <= joined[^1].Last + 1)
                joined[^1] = (joined[^1].First, Math.Max(joined[^1].Last, range.Last));
            else
                joined.Add(range);
        }

        return new(joined);
    }

    public bool Contains(int character) => _ranges.Any(range => range.First <= character && character <= range.Last);

    public CharacterSet Union(CharacterSet other) => Of(_ranges.Concat(other._ranges));

    public CharacterSet Except(CharacterSet other) => Intersect(other.Complement());

    /// <summary>All characters that are not in the set.</summary>
    public CharacterSet Negate() => All.Except(this);

    public CharacterSet Intersect(CharacterSet other) => Of(
        from mine in _ranges
        from theirs in other._ranges
        select (Math.Max(mine.First, theirs.First), Math.Min(mine.Last, theirs.Last)));

    /// <summary>Writes the set as a class in llama.cpp's notation. The class is never negated, because a negated class accepts invalid UTF-8.</summary>
    public string ToGbnf()
    {
        var gbnf = new StringBuilder("[");
        foreach (var (first, last) in _ranges)
        {
            Gbnf.AppendCharacter(gbnf, first);
            if (first == last)
                continue;

            gbnf.Append('-');
            Gbnf.AppendCharacter(gbnf, last);
        }

        return gbnf.Append(']').ToString();
    }

    private CharacterSet Complement()
    {
        List<(int First, int Last)> gaps = [];
        var next = 0;
        foreach (var (first, last) in _ranges)
        {
            gaps.Add((next, first - 1));
            next = last + 1;
        }

        gaps.Add((next, LastCharacter));
        return Of(gaps);
    }
}
