namespace Edge.AI;

/// <summary>What reading every byte of a stored model again has shown.</summary>
/// <param name="ModelId">The model's id.</param>
/// <param name="Files">The condition of each file; empty if the model is not stored.</param>
public sealed record ModelVerification(string ModelId, IReadOnlyList<FileVerification> Files)
{
    /// <summary>Whether the model is stored and each of its bytes is what it was when it was verified first.</summary>
    public bool IsIntact => Files.Count > 0 && Files.All(file => file.IsIntact);
}

/// <summary>The condition of one file.</summary>
/// <param name="Name">Its name in the model's folder.</param>
/// <param name="Expected">The digest that it must have.</param>
/// <param name="Actual">The digest that it has; null if it is missing.</param>
public sealed record FileVerification(string Name, Sha256Digest Expected, Sha256Digest? Actual)
{
    /// <summary>Whether the file is there with the right bytes.</summary>
    public bool IsIntact => Actual == Expected;
}
