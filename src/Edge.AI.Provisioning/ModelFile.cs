using Edge.AI.Catalog;
using Edge.AI.Catalog.Parsing;

namespace Edge.AI;

/// <summary>
/// One file of a model: where it comes from, and what its bytes must be. Immutable, with value equality; an unsafe name or
/// address throws an <see cref="ArgumentException"/> when it is set.
/// </summary>
/// <param name="Name">The name in the model's folder.</param>
/// <param name="Source">Where the bytes are.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Digest">The SHA-256 of its bytes; null if not known, then it is refused unless <see cref="ProvisioningOptions.AllowUnverifiedFiles"/> is on.</param>
public sealed record ModelFile(string Name, Uri Source, long Size, Sha256Digest? Digest)
{
    /// <summary>
    /// The name in the model's folder: a plain file name that every system accepts, up to 240 bytes in UTF-8. No path, no device,
    /// no leading dot, and none of the endings <c>.partial</c>, <c>.partial.json</c> and <c>.lock</c>.
    /// </summary>
    public string Name { get; init => field = value.Satisfying(ModelRules.FileNameProblem); } = Name.Satisfying(ModelRules.FileNameProblem);

    /// <summary>
    /// Where the bytes are: https, http on loopback, or <c>app:PATH</c> for a file that ships with the app, below <c>models/</c> in its base directory.
    /// </summary>
    public Uri Source { get; init => field = value.Satisfying(SourceProblem); } = Source.Satisfying(SourceProblem);

    /// <summary>Its length in bytes, above 0.</summary>
    public long Size { get; init => field = value.Satisfying(ModelRules.SizeProblem); } = Size.Satisfying(ModelRules.SizeProblem);

    /// <summary>Other places with the same bytes, tried in order when <see cref="Source"/> fails. The list is copied.</summary>
    public IReadOnlyList<Uri> Mirrors { get; init => field = value.EachSatisfying(SourceProblem); } = EquatableList<Uri>.Empty;

    private static string? SourceProblem(Uri source) => ModelRules.SourceProblem(source.OriginalString);
}
