namespace Edge.AI.Catalog.Parsing;

/// <summary>Which models someone probably meant: the compiler's warning and the error at run time offer the same.</summary>
internal static class NameRanking
{
    // No name is longer, and text from outside may be.
    private const int LongestQuery = ModelRules.MaxNameLength;

    private const int Unrelated = 1_000_000;

    /// <summary>The nearest name of each of the nearest models, the best first; none if nothing is near.</summary>
    /// <param name="query">What was asked for.</param>
    /// <param name="models">Id and aliases of each model.</param>
    /// <param name="most">How many to offer at most.</param>
    public static IReadOnlyList<string> Near(string query, IEnumerable<IEnumerable<string>> models, int most)
    {
        var wanted = Plain(LastPart(query));
        return [.. models
            .Select(names => names.Select(name => (Name: name, Rank: Rank(wanted, Plain(name)))).OrderBy(pair => pair.Rank).First())
            .Where(pair => pair.Rank < Unrelated)
            .OrderBy(pair => pair.Rank)
            .Select(pair => pair.Name)
            .Take(most)];
    }

    /// <summary>Lower is nearer: the same but for punctuation, one starts with the other, one holds the other, a few letters differ.</summary>
    private static int Rank(string wanted, string name)
    {
        if (wanted.Length == 0)
            return Unrelated;

        var lengthDifference = Math.Abs(wanted.Length - name.Length);
        if (name.StartsWith(wanted, StringComparison.Ordinal) || wanted.StartsWith(name, StringComparison.Ordinal))
            return lengthDifference;

        var distance = EditDistance.Between(wanted, name);
        if (distance <= Math.Max(1, wanted.Length / 4))
            return 1_000 + distance;

        if (wanted.Length > 1 && (Holds(name, wanted) || Holds(wanted, name)))
            return 2_000 + lengthDifference;

        return distance <= wanted.Length / 2 ? 3_000 + distance : Unrelated;
    }

    private static bool Holds(string text, string part) => text.Contains(part);

    /// <summary>Hugging Face writes owner/name, Ollama name:tag; the tag counts, the owner does not.</summary>
    private static string LastPart(string query) => query.Substring(query.LastIndexOf('/') + 1);

    private static string Plain(string text) => string.Concat(text.Where(char.IsLetterOrDigit).Take(LongestQuery)).ToLowerInvariant();
}
