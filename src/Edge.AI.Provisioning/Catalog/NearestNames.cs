using Edge.AI.Catalog.Parsing;

namespace Edge.AI.Catalog;

/// <summary>What someone probably meant who asked for a model that is not there.</summary>
internal static class NearestNames
{
    private const int Most = 5;

    /// <summary>
    /// The nearest name of each of the nearest models, the best first; where nothing is near, the first model of each of the
    /// first families, so that an error always shows what there is.
    /// </summary>
    public static IReadOnlyList<string> Of(string query, IReadOnlyList<EdgeModel> models) =>
        NameRanking.Near(query, models.Select(model => model.Aliases.Prepend(model.Id)), Most) is { Count: > 0 } near
            ? near
            : [.. models.DistinctBy(model => model.Family ?? model.Id, StringComparer.Ordinal).Take(Most).Select(model => model.Id)];
}
