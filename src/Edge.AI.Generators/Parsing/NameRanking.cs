namespace Edge.AI.Catalog.Parsing;

/// <summary>Finds the models that a developer probably meant. The compiler's warning and the error at run time make the same suggestions.</summary>
internal static class NameRanking
{
    // No valid name is longer, but text from outside may be.
    private const int LongestQuery = ModelRules.MaxNameLength;

    private const int Unrelated = 1_000_000;

    /// <summary>The nearest name of each of the nearest models, the best first; none if nothing is near.</summary>
    /// <param name="query">The unknown name.</param>
    /// <param name="models">Id and aliases of each model.</param>
    /// <param name="most">The maximum number of suggestions.</param>
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

    /// <summary>Lower is nearer. In this order: equal except for punctuation, one starts with the other, one contains the other, a few letters differ.</summary>
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

    /// <summary>Hugging Face writes owner/name, Ollama writes name:tag. The owner is ignored, the tag is part of the name.</summary>
    private static string LastPart(string query) => query.Substring(query.LastIndexOf('/') + 1);

    private static string Plain(string text) => string.Concat(text.Where(char.IsLetterOrDigit).Take(LongestQuery)).ToLowerInvariant();
}
