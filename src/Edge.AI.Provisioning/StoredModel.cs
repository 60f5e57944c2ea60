using Edge.AI.Catalog;

namespace Edge.AI;

/// <summary>Describes a complete model in the model folder.</summary>
public sealed record StoredModel
{
    /// <summary>Gets the model's id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the folder with the model's files.</summary>
    public required string Folder { get; init; }

    /// <summary>Gets the model's files.</summary>
    public required IReadOnlyList<StoredFile> Files { get; init; }

    /// <summary>Gets the length of all files together, in bytes.</summary>
    public long Size => Files.Sum(file => file.Size);

    /// <summary>Gets the path of the file to open: the first one, or the first part of a split model.</summary>
    public string Path => ModelPaths.ToOpen([.. Files.Select(file => System.IO.Path.Combine(Folder, file.Name))]);
}

/// <summary>Describes a file of a complete model.</summary>
public sealed record StoredFile
{
    /// <summary>Gets the file's name in the model's folder.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the file's length in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Gets the SHA-256 that the file had when it was verified.</summary>
    public required Sha256Digest Digest { get; init; }
}
