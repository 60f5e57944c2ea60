namespace Edge.AI;

/// <summary>One file of a model: where it comes from, and what its bytes must be.</summary>
/// <param name="Name">The name in the model's folder: a plain file name, no path.</param>
/// <param name="Source">
/// Where the bytes are: https, http on loopback, or <c>app:PATH</c> for a file that ships with the app, below <c>models/</c> in its base directory.
/// </param>
/// <param name="Size">Its length in bytes, above 0.</param>
/// <param name="Digest">The SHA-256 of its bytes.</param>
public sealed record ModelFile(string Name, Uri Source, long Size, Sha256Digest Digest)
{
    /// <summary>Other places with the same bytes, tried in order when <see cref="Source"/> fails.</summary>
    public IReadOnlyList<Uri> Mirrors { get; init; } = [];
}
