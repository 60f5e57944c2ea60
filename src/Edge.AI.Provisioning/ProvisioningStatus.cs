namespace Edge.AI;

/// <summary>Describes how far a model is.</summary>
public sealed record ProvisioningStatus
{
    /// <summary>Gets the progress of the current run. If there is none, the progress is what the disk shows.</summary>
    public required ProvisioningProgress Progress { get; init; }

    /// <summary>Gets what is on disk of each file.</summary>
    public required IReadOnlyList<FileStatus> Files { get; init; }
}

/// <summary>Describes what is on disk of a file.</summary>
public sealed record FileStatus
{
    /// <summary>Gets the file's name in the model's folder.</summary>
    public required string Name { get; init; }

    /// <summary>Gets what the next attempt can do with the bytes on disk.</summary>
    public required ResumeStatus Resume { get; init; }

    /// <summary>Gets the number of bytes that need not be downloaded again.</summary>
    public required long BytesOnDisk { get; init; }

    /// <summary>Gets the length of the whole file, in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Gets why the download cannot be resumed; <see langword="null"/> in every other case.</summary>
    public string? Reason { get; init; }
}
