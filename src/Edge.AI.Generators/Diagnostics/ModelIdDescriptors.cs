using Microsoft.CodeAnalysis;

namespace Edge.AI.Generators.Diagnostics;

/// <summary>The diagnostics of the analyzer for model ids. Every argument is written out, because release tracking reads only constants.</summary>
internal static class ModelIdDescriptors
{
    public const string UnknownModelId = "EDGEAI024";
    public const string NotAChatModelId = "EDGEAI025";
    public const string TypedModelId = "EDGEAI026";
    public const string NotAnEmbeddingModelId = "EDGEAI030";

    public static readonly DiagnosticDescriptor UnknownModel = new(
        UnknownModelId,
        "Unknown model id",
        "No catalogue of this compilation has a model '{0}': {1}",
        Descriptors.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Descriptors.HelpPage + "edgeai024");

    public static readonly DiagnosticDescriptor NotAChatModel = new(
        NotAChatModelId,
        "Not a chat model",
        "'{0}' does not have the capability 'chat' in its catalogue, so a chat client for it fails when the host starts",
        Descriptors.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Descriptors.HelpPage + "edgeai025");

    public static readonly DiagnosticDescriptor TypedModel = new(
        TypedModelId,
        "A typed member names this model",
        "'{0}' can be written as {1}, which the compiler checks",
        Descriptors.Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: Descriptors.HelpPage + "edgeai026");

    public static readonly DiagnosticDescriptor NotAnEmbeddingModel = new(
        NotAnEmbeddingModelId,
        "Not an embedding model",
        "'{0}' does not have the capability 'embeddings' in its catalogue, so an embedding generator for it fails when the host starts",
        Descriptors.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Descriptors.HelpPage + "edgeai030");
}
