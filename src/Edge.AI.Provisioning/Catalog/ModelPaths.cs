using Edge.AI.Catalog.Parsing;

namespace Edge.AI.Catalog;

/// <summary>Chooses among the files of a model.</summary>
internal static class ModelPaths
{
    /// <summary>Returns the file to open: the first one, or the first part of a split model.</summary>
    public static string ToOpen(IReadOnlyList<string> paths) => paths[SplitNames.IndexToOpen([.. paths.Select(path => Path.GetFileName(path))])];
}
