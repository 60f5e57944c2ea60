using Edge.AI.Catalog.Parsing;
using Microsoft.CodeAnalysis;

namespace Edge.AI.Generators.Diagnostics;

/// <summary>The diagnostics of the generator; docs/diagnostics.md explains each. All are errors: a model left out silently would be found missing at run time.</summary>
internal static class Descriptors
{
    public const string InvalidTarget = "EDGEAI019";
    public const string TargetClash = "EDGEAI020";
    public const string Unreadable = "EDGEAI021";

    private const string Category = "Edge.AI";

    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        new(ProblemIds.Syntax, "The manifest is not JSON", "{0}", Category, DiagnosticSeverity.Error, isEnabledByDefault: true),
        new(ProblemIds.UnknownProperty, "Unknown property", "{0}", Category, DiagnosticSeverity.Error, isEnabledByDefault: true),
        new(ProblemIds.MissingProperty, "Missing property", "{0}", Category, DiagnosticSeverity.Error, isEnabledByDefault: true),
        new(ProblemIds.DuplicateProperty, "Property given twice", "{0}", Category, DiagnosticSeverity.Error, isEnabledByDefault: true),
        new(ProblemIds.WrongType, "Value of the wrong type", "{0}", Category, DiagnosticSeverity.Error, isEnabledByDefault: true),
        new(ProblemIds.SchemaVersion, "Unsupported schema version", "{0}", Category, DiagnosticSeverity.Error, isEnabledByDefault: true),
        new(ProblemIds.Name, "Invalid id or alias", "{0}", Category, DiagnosticSeverity.Error, isEnabledByDefault: true),
        new(ProblemIds.NameClash, "Id or alias taken already", "{0}", Category, DiagnosticSeverity.Error, isEnabledByDefault: true),
        new(ProblemIds.Text, "Invalid text", "{0}", Category, DiagnosticSeverity.Error, isEnabledByDefault: true),
        new(ProblemIds.ContextLength, "Invalid context length", "{0}", Category, DiagnosticSeverity.Error, isEnabledByDefault: true),
        new(ProblemIds.Capability, "Unknown capability", "{0}", Category, DiagnosticSeverity.Error, isEnabledByDefault: true),
        new(ProblemIds.EmptyList, "Empty list", "{0}", Category, DiagnosticSeverity.Error, isEnabledByDefault: true),
        new(ProblemIds.FileName, "Unsafe file name", "{0}", Category, DiagnosticSeverity.Error, isEnabledByDefault: true),
        new(ProblemIds.FileNameClash, "File name given twice", "{0}", Category, DiagnosticSeverity.Error, isEnabledByDefault: true),
        new(ProblemIds.Url, "Unsafe address", "{0}", Category, DiagnosticSeverity.Error, isEnabledByDefault: true),
        new(ProblemIds.Size, "Invalid size", "{0}", Category, DiagnosticSeverity.Error, isEnabledByDefault: true),
        new(ProblemIds.Digest, "Invalid digest", "{0}", Category, DiagnosticSeverity.Error, isEnabledByDefault: true),
        new(ProblemIds.Limit, "The manifest is too large or too deep", "{0}", Category, DiagnosticSeverity.Error, isEnabledByDefault: true),
        new(InvalidTarget, "Invalid class or namespace", "{0}", Category, DiagnosticSeverity.Error, isEnabledByDefault: true),
        new(TargetClash, "Two manifests for one class", "{0}", Category, DiagnosticSeverity.Error, isEnabledByDefault: true),
        new(Unreadable, "The manifest can't be read", "{0}", Category, DiagnosticSeverity.Error, isEnabledByDefault: true),
    ];

    public static DiagnosticDescriptor Of(string id) => All.First(descriptor => string.Equals(descriptor.Id, id, StringComparison.Ordinal));
}
