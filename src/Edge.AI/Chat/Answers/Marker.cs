namespace Edge.AI.Chat.Answers;

/// <summary>Looks for texts that may come in pieces.</summary>
internal static class Marker
{
    /// <summary>The length of the longest end of the text that one of the markers begins with, but is not complete in.</summary>
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

    /// <summary>The marker that comes first, the longest of several at the same place; null if there is none.</summary>
    public static (int At, string Found)? First(ReadOnlySpan<char> text, IReadOnlyList<string> markers)
    {
        (int At, string Found)? first = null;
        foreach (var marker in markers)
        {
            var at = text.IndexOf(marker, StringComparison.Ordinal);
            if (at >= 0 && (first is not { } known || at < known.At || (at == known.At && marker.Length > known.Found.Length)))
                first = (at, marker);
        }

        return first;
    }
}
