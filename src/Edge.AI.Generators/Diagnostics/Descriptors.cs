using Edge.AI.Catalog.Parsing;
using Microsoft.CodeAnalysis;

namespace Edge.AI.Generators.Diagnostics;

/// <summary>The diagnostics of the generator and the analyzer. docs/diagnostics.md explains each of them.</summary>
internal static class Descriptors
{
    public const string InvalidTarget = "EDGEAI019";
    public const string TargetClash = "EDGEAI020";
    public const string Unreadable = "EDGEAI021";
    public const string LanguageTooOld = "EDGEAI027";

    public const string Category = "Edge.AI";
    public const string HelpPage = "docs/diagnostics.md#";

    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        OfManifest(ProblemIds.Syntax, "The manifest is not JSON"),
        OfManifest(ProblemIds.UnknownProperty, "Unknown property"),
        OfManifest(ProblemIds.MissingProperty, "Missing property"),
        OfManifest(ProblemIds.DuplicateProperty, "Duplicate property"),
        OfManifest(ProblemIds.WrongType, "Value of the wrong type"),
        OfManifest(ProblemIds.SchemaVersion, "Unsupported schema version"),
        OfManifest(ProblemIds.Name, "Invalid id or alias"),
        OfManifest(ProblemIds.NameClash, "Id or alias already used"),
        OfManifest(ProblemIds.Text, "Invalid text"),
        OfManifest(ProblemIds.ContextLength, "Invalid context length"),
        OfManifest(ProblemIds.Capability, "Unknown capability"),
        OfManifest(ProblemIds.EmptyList, "Empty list"),
        OfManifest(ProblemIds.FileName, "Unsafe file name"),
        OfManifest(ProblemIds.FileNameClash, "Duplicate file name"),
        OfManifest(ProblemIds.Url, "Unsafe address"),
        OfManifest(ProblemIds.Size, "Invalid size"),
        OfManifest(ProblemIds.Digest, "Invalid digest"),
        OfManifest(ProblemIds.Limit, "The manifest is too large or too deep"),
        OfManifest(InvalidTarget, "Invalid class or namespace"),
        OfManifest(TargetClash, "Two manifests for one class"),
        OfManifest(Unreadable, "The manifest cannot be read"),
        OfManifest(ProblemIds.LicenseMissing, "Licence missing"),
        OfManifest(ProblemIds.DigestMissing, "File without a digest"),
        ModelIdDescriptors.UnknownModel,
        ModelIdDescriptors.NotAChatModel,
        ModelIdDescriptors.TypedModel,
        new(
            LanguageTooOld,
            "The language version is too old",
            "The classes that Edge.AI generates need C# 9 or newer, and this project compiles C# {0}. Set LangVersion to 9 or newer, or set EnableDefaultEdgeModels to false and load manifests with ModelCatalog.Load.",
            Category,
            DiagnosticSeverity.Error,
            isEnabledByDefault: true,
            helpLinkUri: HelpPage + "edgeai027"),
        OfManifest(ProblemIds.PartMissing, "Part of a split model missing"),
        OfManifest(ProblemIds.Dimensions, "Invalid dimensions"),
        ModelIdDescriptors.NotAnEmbeddingModel,
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
