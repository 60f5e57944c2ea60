using Edge.AI.Catalog.Parsing;
using Microsoft.CodeAnalysis;

namespace Edge.AI.Generators.Diagnostics;

/// <summary>Everything that generator and analyzer report; docs/diagnostics.md explains each.</summary>
internal static class Descriptors
{
    public const string InvalidTarget = "EDGEAI019";
    public const string TargetClash = "EDGEAI020";
    public const string Unreadable = "EDGEAI021";

    public const string Category = "Edge.AI";
    public const string HelpPage = "docs/diagnostics.md#";

    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        OfManifest(ProblemIds.Syntax, "The manifest is not JSON"),
        OfManifest(ProblemIds.UnknownProperty, "Unknown property"),
        OfManifest(ProblemIds.MissingProperty, "Missing property"),
        OfManifest(ProblemIds.DuplicateProperty, "Property given twice"),
        OfManifest(ProblemIds.WrongType, "Value of the wrong type"),
        OfManifest(ProblemIds.SchemaVersion, "Unsupported schema version"),
        OfManifest(ProblemIds.Name, "Invalid id or alias"),
        OfManifest(ProblemIds.NameClash, "Id or alias taken already"),
        OfManifest(ProblemIds.Text, "Invalid text"),
        OfManifest(ProblemIds.ContextLength, "Invalid context length"),
        OfManifest(ProblemIds.Capability, "Unknown capability"),
        OfManifest(ProblemIds.EmptyList, "Empty list"),
        OfManifest(ProblemIds.FileName, "Unsafe file name"),
        OfManifest(ProblemIds.FileNameClash, "File name given twice"),
        OfManifest(ProblemIds.Url, "Unsafe address"),
        OfManifest(ProblemIds.Size, "Invalid size"),
        OfManifest(ProblemIds.Digest, "Invalid digest"),
        OfManifest(ProblemIds.Limit, "The manifest is too large or too deep"),
        OfManifest(InvalidTarget, "Invalid class or namespace"),
        OfManifest(TargetClash, "Two manifests for one class"),
        OfManifest(Unreadable, "The manifest can't be read"),
        OfManifest(ProblemIds.LicenseMissing, "Licence not stated"),
        OfManifest(ProblemIds.DigestMissing, "File without a digest"),
        ModelIdDescriptors.UnknownModel,
        ModelIdDescriptors.NotAChatModel,
        ModelIdDescriptors.TypedModel,
        OfManifest(ProblemIds.PartMissing, "Part of a split model missing"),
    ];

    public static DiagnosticDescriptor Of(string id) => All.First(descriptor => string.Equals(descriptor.Id, id, StringComparison.Ordinal));

    private static DiagnosticDescriptor OfManifest(string id, string title) =>
        new(id, title, "{0}", Category, SeverityOf(id), isEnabledByDefault: true, helpLinkUri: HelpPage + id.ToLowerInvariant());

    private static DiagnosticSeverity SeverityOf(string id) => ProblemIds.SeverityOf(id) switch
    {
        ProblemSeverity.Info => DiagnosticSeverity.Info,
        ProblemSeverity.Warning => DiagnosticSeverity.Warning,
        _ => DiagnosticSeverity.Error,
    };
}
