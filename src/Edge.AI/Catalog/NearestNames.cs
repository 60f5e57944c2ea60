using Edge.AI.Catalog.Parsing;

namespace Edge.AI.Catalog;

/// <summary>What someone probably meant who asked for a model that is not there.</summary>
internal static class NearestNames
{
    private const int Most = 5;

    // No name is longer, and text from outside may be.
    private const int LongestQuery = ModelRules.MaxNameLength;

    /// <summary>
    /// The nearest name of each of the nearest models, the best first; where nothing is near, the first model of each of the
    /// first families, so that an error always shows what there is.
    /// </summary>
    public static IReadOnlyList<string> Of(string query, IReadOnlyList<EdgeModel> models)
    {
        var wanted = Plain(LastPart(query));
        var near = models
            .Select(model => model.Aliases.Prepend(model.Id).Select(name => (Name: name, Rank: Rank(wanted, Plain(name)))).MinBy(pair => pair.Rank))
            .Where(pair => pair.Rank < Unrelated)
            .OrderBy(pair => pair.Rank)
            .Select(pair => pair.Name)
            .Take(Most)
            .ToArray();

        return near.Length > 0 ? near : [.. models.DistinctBy(model => model.Family ?? model.Id, StringComparer.Ordinal).Take(Most).Select(model => model.Id)];
    }

    private const int Unrelated = 1_000_000;

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

        if (wanted.Length > 1 && (name.Contains(wanted, StringComparison.Ordinal) || wanted.Contains(name, StringComparison.Ordinal)))
            return 2_000 + lengthDifference;

        return distance <= wanted.Length / 2 ? 3_000 + distance : Unrelated;
    }

    /// <summary>Hugging Face writes owner/name, Ollama name:tag; the tag counts, the owner does not.</summary>
    private static string LastPart(string query) => query[(query.LastIndexOf('/') + 1)..];

    private static string Plain(string text) => string.Concat(text.Where(char.IsLetterOrDigit).Take(LongestQuery)).ToLowerInvariant();
}
