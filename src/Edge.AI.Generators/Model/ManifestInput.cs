using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Edge.AI.Generators.Model;

/// <summary>One manifest among the additional files.</summary>
/// <param name="Target">The class that it asks for.</param>
/// <param name="Text">Its text; null if the compiler could not read it.</param>
internal sealed record ManifestInput(ClassTarget Target, string? Text)
{
    public const string Extension = ".edgemodels.json";

    public static bool IsManifest(string path) => path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);

    public static ManifestInput Of(AdditionalText file, AnalyzerConfigOptionsProvider options, CancellationToken cancellationToken) =>
        new(ClassTarget.Of(file.Path, options.GetOptions(file), options.GlobalOptions), file.GetText(cancellationToken)?.ToString());
}
