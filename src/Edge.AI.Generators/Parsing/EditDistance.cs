namespace Edge.AI.Catalog.Parsing;

/// <summary>Computes the distance between two words, and finds the nearest of several words.</summary>
internal static class EditDistance
{
    /// <summary>The nearest word, as a suggestion; null if no word is near enough.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        var (nearest, distance) = ((string?)null, Math.Max(2, word.Length / 3) + 1);
        foreach (var candidate in candidates)
        {
            // If the lengths differ by more than the best distance so far, the word cannot be nearer. Text from outside may be very long.
            if (Math.Abs(candidate.Length - word.Length) >= distance)
                continue;

            var next = Between(word.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (next < distance)
                (nearest, distance) = (candidate, next);
        }

        return nearest;
    }

    /// <summary>The number of insertions, deletions, replacements and swaps of neighbours that turn one word into the other (optimal string alignment).</summary>
    public static int Between(string left, string right)
    {
        var (beforeLast, last, current) = (new int[right.Length + 1], new int[right.Length + 1], new int[right.Length + 1]);
        for (var column = 0; column <= right.Length; column++)
            last[column] = column;

        for (var row = 1; row <= left.Length; row++)
        {
            current[0] = row;
            for (var column = 1; column <= right.Length; column++)
            {
                var replaced = last[column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1);
                current[column] = Math.Min(replaced, Math.Min(last[column], current[column - 1]) + 1);
                if (row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1])
                    current[column] = Math.Min(current[column], beforeLast[column - 2] + 1);
            }

            (beforeLast, last, current) = (last, current, beforeLast);
        }

        return last[right.Length];
    }
}
