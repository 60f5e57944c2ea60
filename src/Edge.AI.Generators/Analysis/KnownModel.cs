using Microsoft.CodeAnalysis;

namespace Edge.AI.Generators.Analysis;

/// <summary>A model of a generated class, read from the attribute on its property.</summary>
/// <param name="Property">The property that returns it.</param>
/// <param name="Id">Its id.</param>
/// <param name="IsChatModel">Whether it has the capability <c>chat</c>.</param>
/// <param name="IsEmbeddingModel">Whether it has the capability <c>embeddings</c>.</param>
/// <param name="Names">Id and aliases.</param>
internal sealed record KnownModel(IPropertySymbol Property, string Id, bool IsChatModel, bool IsEmbeddingModel, IReadOnlyList<string> Names)
{
    private const int ChatFlag = 1, EmbeddingsFlag = 8; // Edge.AI.ModelCapabilities

    /// <summary>The model that the attribute describes; null if our generator did not write the attribute.</summary>
    public static KnownModel? Of(IPropertySymbol property, AttributeData attribute)
    {
        var facts = attribute.ConstructorArguments;
        return facts.Length == 3 && facts[0].Value is string id && facts[1].Value is int capabilities && facts[2].Kind == TypedConstantKind.Array
            ? new(property, id, (capabilities & ChatFlag) != 0, (capabilities & EmbeddingsFlag) != 0, [id, .. facts[2].Values.Select(alias => alias.Value).OfType<string>()])
            : null;
    }

    private INamedTypeSymbol Catalog => Property.ContainingType;

    /// <summary>The constants of the class. Each has the same name as the property that returns its model.</summary>
    private IEnumerable<IFieldSymbol> Constants => Catalog.GetTypeMembers("Ids").SelectMany(ids => ids.GetMembers()).OfType<IFieldSymbol>();

    /// <summary>The member to write for a name of this model: the member of that name if there is one, else the member of the id.</summary>
    public string MemberFor(string name) =>
        $"{Catalog.ToDisplayString()}.{Constants.FirstOrDefault(constant => Same(constant.ConstantValue as string, name))?.Name ?? Property.Name}";

    /// <summary>Whether the property returns this model, under its id or an alias.</summary>
    public bool IsReturnedBy(IPropertySymbol property) =>
        SymbolEqualityComparer.Default.Equals(Catalog, property.ContainingType)
        && Constants.Any(constant => constant.Name.Equals(property.Name, StringComparison.Ordinal) && Names.Any(name => Same(constant.ConstantValue as string, name)));

    private static bool Same(string? left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
