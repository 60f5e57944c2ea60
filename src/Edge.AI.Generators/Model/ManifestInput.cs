using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Edge.AI.Generators.Model;

/// <summary>One manifest among the additional files.</summary>
/// <param name="Target">The class that it asks for.</param>
/// <param name="Text">Its text; null if the compiler could not read it.</param>
/// <param name="IsUtf8">
/// Whether the compiler read it as UTF-8. The compiler also reads other encodings (UTF-16 with a byte order mark, the system's code page).
/// <c>ModelCatalog.Load</c> reads UTF-8 only, and every manifest that compiles must load.
/// </param>
internal sealed record ManifestInput(ClassTarget Target, string? Text, bool IsUtf8)
{
    public const string Extension = ".edgemodels.json";

    public static bool IsManifest(string path) => path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);

    public static ManifestInput Of(AdditionalText file, AnalyzerConfigOptionsProvider options, CancellationToken cancellationToken)
    {
        var text = file.GetText(cancellationToken);
        return new(ClassTarget.Of(file.Path, options.GetOptions(file), options.GlobalOptions), text?.ToString(), text?.Encoding is null or UTF8Encoding);
    }

    /// <summary>
    /// The inputs without copies: manifests with the same text for the same class count once. A publish folder inside the project contains a copy of
    /// each manifest, and the package may add a manifest that the project has added itself. The file in the outermost folder is kept, because developers edit that one.
    /// </summary>
    public static IEnumerable<ManifestInput> WithoutCopies(IReadOnlyList<ManifestInput> inputs) => inputs
        .GroupBy(input => (input.Target.FullName, input.Text, input.IsUtf8))
        .Select(copies => copies.OrderBy(input => input.Target.Depth).ThenBy(input => input.Target.Path, StringComparer.Ordinal).First());
}
