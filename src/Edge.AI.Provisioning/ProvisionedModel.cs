using Edge.AI.Catalog.Parsing;
using Edge.AI.Store;

namespace Edge.AI;

/// <summary>A model whose files are all on disk and verified.</summary>
/// <param name="Model">The model.</param>
/// <param name="Folder">The folder with its files.</param>
/// <param name="Files">The full paths of its files, in the order of <see cref="EdgeModel.Files"/>.</param>
public sealed record ProvisionedModel(EdgeModel Model, string Folder, IReadOnlyList<string> Files)
{
    /// <summary>Gets the path of the file that llama.cpp opens: the first one, or the first part of a split model, whatever the order of its parts.</summary>
    public string Path => Files[SplitNames.IndexToOpen([.. Files.Select(file => System.IO.Path.GetFileName(file))])];

    /// <summary>What the files were like when they were verified; null if whoever provisioned them does not tell.</summary>
    internal IReadOnlyList<FileStamp?>? Stamps { get; init; }
}
