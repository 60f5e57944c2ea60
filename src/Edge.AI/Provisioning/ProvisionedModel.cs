namespace Edge.AI;

/// <summary>A model whose files are all on disk and verified.</summary>
/// <param name="Model">The model.</param>
/// <param name="Folder">The folder with its files.</param>
/// <param name="Files">The full paths of its files, in the order of <see cref="EdgeModel.Files"/>.</param>
public sealed record ProvisionedModel(EdgeModel Model, string Folder, IReadOnlyList<string> Files)
{
    /// <summary>The file that llama.cpp opens; further shards lie beside it.</summary>
    public string Path => Files[0];
}
