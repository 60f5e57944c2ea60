using Edge.AI.Catalog.Parsing;

namespace Edge.AI.Catalog;

/// <summary>Finds the names that are most similar to an unknown one.</summary>
internal static class NearestNames
{
    private const int Most = 5;

    /// <summary>
    /// Returns the most similar name of each of the most similar models, the best first. If none is similar, returns the first model of each of the
    /// first families, so that an error always names some models.
    /// </summary>
    public static IReadOnlyList<string> Of(string query, IReadOnlyList<EdgeModel> models) =>
        NameRanking.Near(query, models.Select(model => model.Aliases.Prepend(model.Id)), Most) is { Count: > 0 } near
            ? near
            : [.. models.DistinctBy(model => model.Family ?? model.Id, StringComparer.Ordinal).Take(Most).Select(model => model.Id)];
}
