namespace Edge.AI;

/// <summary>A complete model in the model folder.</summary>
/// <param name="Id">The model's id.</param>
/// <param name="Folder">The folder with its files.</param>
/// <param name="Files">Its files, the one that llama.cpp opens first.</param>
public sealed record StoredModel(string Id, string Folder, IReadOnlyList<StoredFile> Files)
{
    /// <summary>The length of all files together, in bytes.</summary>
    public long Size => Files.Sum(file => file.Size);
}

/// <summary>A file of a complete model.</summary>
/// <param name="Name">Its name in the model's folder.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Digest">The SHA-256 that it had when it was verified.</param>
public sealed record StoredFile(string Name, long Size, Sha256Digest Digest);
