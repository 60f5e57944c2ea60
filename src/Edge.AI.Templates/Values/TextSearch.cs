using Edge.AI.Templates.Limits;

namespace Edge.AI.Templates.Values;

/// <summary>
/// Searches for text in text, and charges the <see cref="WorkMeter"/>. A long text is searched by its beginning or end, and each occurrence of that
/// is charged for the comparison there: .NET's own search can cost the product of both lengths.
/// </summary>
internal static class TextSearch
{
    private const int AnchorLength = 16;

    public static bool Contains(string text, string wanted) => IndexOf(text, wanted, 0) >= 0;

    public static int IndexOf(string text, string wanted, int from)
    {
        if (wanted.Length > text.Length - from)
            return -1;
        if (wanted.Length <= AnchorLength)
        {
            var found = text.IndexOf(wanted, from, StringComparison.Ordinal);
            WorkMeter.Pass((found < 0 ? text.Length : found) - from);
            return found;
        }

        for (var at = from; ; at++)
        {
            var skipped = text.AsSpan(at).IndexOf(wanted.AsSpan(0, AnchorLength));
            WorkMeter.Pass(skipped < 0 ? text.Length - at : skipped);
            if (skipped < 0 || wanted.Length > text.Length - at - skipped)
                return -1;

            at += skipped;
            var same = text.AsSpan(at).CommonPrefixLength(wanted);
            WorkMeter.Pass(same);
            if (same == wanted.Length)
                return at;
        }
    }

    /// <summary>Returns the last occurrence that ends at or before <paramref name="end"/>.</summary>
    public static int LastIndexOf(string text, string wanted, int end)
    {
        var anchor = wanted.AsSpan(Math.Max(0, wanted.Length - AnchorLength));
        while (wanted.Length <= end)
        {
            var found = text.AsSpan(0, end).LastIndexOf(anchor);
            WorkMeter.Pass(found < 0 ? end : end - found);
            if (found < 0)
                return -1;

            end = found + anchor.Length;
            WorkMeter.Pass(wanted.Length);
            if (text.AsSpan(0, end).EndsWith(wanted, StringComparison.Ordinal))
                return end - wanted.Length;
            end--;
        }

        return -1;
    }
}
