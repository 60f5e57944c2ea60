namespace Edge.AI.Chat.Answers;

/// <summary>Finds markers in text that arrives in pieces.</summary>
internal static class Marker
{
    /// <summary>Returns the length of the longest end of the text that is an incomplete marker.</summary>
    public static int LongestBeginning(ReadOnlySpan<char> text, IReadOnlyList<string> markers)
    {
        var longest = 0;
        foreach (var marker in markers)
        {
            for (var length = Math.Min(text.Length, marker.Length - 1); length > longest; length--)
            {
                if (marker.AsSpan().StartsWith(text[^length..], StringComparison.Ordinal))
                    longest = length;
            }
        }

        return longest;
    }

    /// <summary>Returns the first marker in the text; null if there is none.</summary>
    public static (int At, string Found)? First(ReadOnlySpan<char> text, IReadOnlyList<string> markers)
    {
        (int At, string Found)? first = null;
        foreach (var marker in markers)
        {
            var at = text.IndexOf(marker, StringComparison.Ordinal);
            if (at >= 0 && at < (first?.At ?? int.MaxValue))
                first = (at, marker);
        }

        return first;
    }
}
