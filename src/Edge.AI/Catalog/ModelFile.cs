using System.Diagnostics.CodeAnalysis;
using Edge.AI.Catalog;
using Edge.AI.Catalog.Parsing;

namespace Edge.AI;

/// <summary>Describes one file of a model: where it is downloaded from, and which bytes it must contain.</summary>
/// <remarks>Immutable, with value equality. An unsafe name or address throws an <see cref="ArgumentException"/> when it is set.</remarks>
public sealed record ModelFile
{
    private readonly string _name;
    private readonly Uri _source;
    private readonly long _size;

    /// <summary>Initializes a file; set its properties in an object initializer.</summary>
    public ModelFile() => (_name, _source) = ("", null!);

    [SetsRequiredMembers]
    private ModelFile(string path)
    {
        // The rules for names and addresses protect the model folder and the network. A file that stays where it is uses neither.
        (_name, _source, _size, LocalPath) = (Path.GetFileName(path), new(path), new FileInfo(path).Length, path);
    }

    /// <summary>Gets the file's name in the model's folder.</summary>
    /// <value>
    /// A plain file name that every operating system accepts, up to 240 bytes in UTF-8: no path, no device name, no leading dot,
    /// and none of the endings <c>.partial</c>, <c>.partial.json</c> and <c>.lock</c>.
    /// </value>
    public required string Name { get => _name; init => _name = value.Satisfying(ModelRules.FileNameProblem); }

    /// <summary>Gets the address of the file.</summary>
    /// <value>
    /// An https address, an http address on loopback, or <c>app:PATH</c> for a file that ships with the app, below <c>models/</c> in its base directory.
    /// For a file of <see cref="EdgeModel.FromFile"/>, its path as a file address.
    /// </value>
    public required Uri Source { get => _source; init => _source = value.Satisfying(SourceProblem); }

    /// <summary>Gets the length of the file, in bytes, above 0.</summary>
    public required long Size { get => _size; init => _size = value.Satisfying(ModelRules.SizeProblem); }

    /// <summary>Gets the SHA-256 of the file.</summary>
    /// <value><see langword="null"/> if it is not known. Such a file is refused unless <see cref="ProvisioningOptions.AllowUnverifiedFiles"/> is on.</value>
    public Sha256Digest? Digest { get; init; }

    /// <summary>Gets other addresses of the same bytes. They are tried in order when <see cref="Source"/> fails. The list is copied.</summary>
    public IReadOnlyList<Uri> Mirrors { get; init => field = value.EachSatisfying(SourceProblem); } = EquatableList<Uri>.Empty;

    /// <summary>The full path of a file that stays where it is; null for a file that belongs into the model folder.</summary>
    internal string? LocalPath { get; }

    internal static ModelFile FromFile(string path) => new(path);

    private static string? SourceProblem(Uri source) => ModelRules.SourceProblem(source.OriginalString);
}
