using Microsoft.CodeAnalysis;

namespace Edge.AI.Generators.Analysis;

/// <summary>The types of one compilation that the analyzer looks for.</summary>
internal sealed class EdgeSymbols
{
    private static readonly string[] ChatRegistrations = ["AddEdgeChatClient", "AddKeyedEdgeChatClient"];
    private static readonly string[] EmbeddingRegistrations = ["AddEdgeEmbeddingGenerator", "AddKeyedEdgeEmbeddingGenerator"];

    private EdgeSymbols(Compilation compilation, INamedTypeSymbol catalogAttribute)
    {
        CatalogAttribute = catalogAttribute;
        ModelAttribute = compilation.GetTypeByMetadataName("Edge.AI.GeneratedModelAttribute");
        Extensions = compilation.GetTypeByMetadataName("Microsoft.Extensions.DependencyInjection.EdgeAIServiceCollectionExtensions");
        EmbeddingExtensions = compilation.GetTypeByMetadataName("Microsoft.Extensions.DependencyInjection.EdgeEmbeddingServiceCollectionExtensions");
        EmbeddingGenerator = compilation.GetTypeByMetadataName("Edge.AI.EdgeEmbeddingGenerator");
        ChatClient = compilation.GetTypeByMetadataName("Edge.AI.EdgeChatClient");
        ChatOptions = compilation.GetTypeByMetadataName("Microsoft.Extensions.AI.ChatOptions");
    }

    public INamedTypeSymbol CatalogAttribute { get; }

    public INamedTypeSymbol? ModelAttribute { get; }

    private INamedTypeSymbol? Extensions { get; }

    private INamedTypeSymbol? EmbeddingExtensions { get; }

    private INamedTypeSymbol? EmbeddingGenerator { get; }

    private INamedTypeSymbol? ChatClient { get; }

    private INamedTypeSymbol? ChatOptions { get; }

    /// <summary>The types; null if the compilation does not reference Edge.AI.</summary>
    public static EdgeSymbols? Of(Compilation compilation) =>
        compilation.GetTypeByMetadataName("Edge.AI.GeneratedModelsAttribute") is { } attribute ? new(compilation, attribute) : null;

    /// <summary>Whether the method creates a chat client for a model.</summary>
    public bool MakesChatClient(IMethodSymbol method) =>
        (Same(method.ContainingType, Extensions) && ChatRegistrations.Contains(method.Name, StringComparer.Ordinal))
        || (Same(method.ContainingType, ChatClient) && method.Name is "Create");

    /// <summary>Whether the method creates an embedding generator for a model.</summary>
    public bool MakesEmbeddingGenerator(IMethodSymbol method) =>
        (Same(method.ContainingType, EmbeddingExtensions) && EmbeddingRegistrations.Contains(method.Name, StringComparer.Ordinal))
        || (Same(method.ContainingType, EmbeddingGenerator) && method.Name is "Create");

    public bool IsModelIdOfChatOptions(IPropertySymbol property) => property.Name is "ModelId" && Same(property.ContainingType, ChatOptions);

    public bool IsChatClient(ITypeSymbol? type) => Same(type, ChatClient);

    private static bool Same(ISymbol? left, ISymbol? right) => left is not null && SymbolEqualityComparer.Default.Equals(left, right);
}
