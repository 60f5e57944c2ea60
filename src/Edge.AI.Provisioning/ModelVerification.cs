namespace Edge.AI;

/// <summary>Reports the result of <see cref="IModelStore.VerifyAsync"/>.</summary>
public sealed record ModelVerification
{
    /// <summary>Gets the model's id.</summary>
    public required string ModelId { get; init; }

    /// <summary>Gets the condition of each file. The list is empty if the model is not stored.</summary>
    public required IReadOnlyList<FileVerification> Files { get; init; }

    /// <summary>Gets a value indicating whether the model is stored and every file has its digest.</summary>
    public bool IsIntact => Files.Count > 0 && Files.All(file => file.IsIntact);
}

/// <summary>Describes the condition of a file.</summary>
public sealed record FileVerification
{
    /// <summary>Gets the file's name in the model's folder.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the digest that the file must have.</summary>
    public required Sha256Digest Expected { get; init; }

    /// <summary>Gets the digest that the file has; <see langword="null"/> if the file is missing.</summary>
    public required Sha256Digest? Actual { get; init; }

    /// <summary>Gets a value indicating whether the file is on disk and has its digest.</summary>
    public bool IsIntact => Actual == Expected;
}
