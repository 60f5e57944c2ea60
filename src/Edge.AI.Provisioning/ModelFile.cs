using Edge.AI.Catalog;
using Edge.AI.Catalog.Parsing;

namespace Edge.AI;

/// <summary>Describes one file of a model: where it is downloaded from, and which bytes it must contain.</summary>
/// <remarks>Immutable, with value equality. An unsafe name or address throws an <see cref="ArgumentException"/> when it is set.</remarks>
public sealed record ModelFile
{
    /// <summary>Gets the file's name in the model's folder.</summary>
    /// <value>
    /// A plain file name that every operating system accepts, up to 240 bytes in UTF-8: no path, no device name, no leading dot,
    /// and none of the endings <c>.partial</c>, <c>.partial.json</c> and <c>.lock</c>.
    /// </value>
    public required string Name { get; init => field = value.Satisfying(name => IsLocal ? null : ModelRules.FileNameProblem(name)); }

    /// <summary>Gets the address of the file.</summary>
    /// <value>
    /// An https address, an http address on loopback, or <c>app:PATH</c> for a file that ships with the app, below <c>models/</c> in its base directory.
    /// For a file of <see cref="EdgeModel.FromFile"/>, its path as a file address.
    /// </value>
    public required Uri Source { get; init => field = value.Satisfying(source => IsLocal ? null : SourceProblem(source)); }

    /// <summary>Gets the length of the file, in bytes, above 0.</summary>
    public required long Size { get; init => field = value.Satisfying(ModelRules.SizeProblem); }

    /// <summary>Gets the SHA-256 of the file.</summary>
    /// <value><see langword="null"/> if it is not known. Such a file is refused unless <see cref="ProvisioningOptions.AllowUnverifiedFiles"/> is on.</value>
    public Sha256Digest? Digest { get; init; }

    /// <summary>Gets other addresses of the same bytes. They are tried in order when <see cref="Source"/> fails. The list is copied.</summary>
    public IReadOnlyList<Uri> Mirrors { get; init => field = value.EachSatisfying(SourceProblem); } = EquatableList<Uri>.Empty;

    /// <summary>The full path of a file that stays where it is, outside the model folder; null for every other file.</summary>
    internal string? LocalPath { get; private init; }

    // The rules for names and addresses protect the model folder and the network. A local file uses neither.
    private bool IsLocal => LocalPath is not null;

    /// <summary>Describes a file that stays where it is. Its path is set first, because the other properties depend on it.</summary>
    internal static ModelFile FromFile(string path) => new() { LocalPath = path, Name = Path.GetFileName(path), Source = new(path), Size = new FileInfo(path).Length };

    private static string? SourceProblem(Uri source) => ModelRules.SourceProblem(source.OriginalString);
}
