namespace Edge.AI.Templates.Builtins;

/// <summary>All filters.</summary>
internal static class Filters
{
    public static readonly BuiltinTable Table = new(
        [.. TextFilters.All, .. MarkupFilters.All, .. NumberFilters.All, .. SequenceFilters.All, .. SelectionFilters.All, .. OrderingFilters.All, .. JsonFilter.All]);
}
