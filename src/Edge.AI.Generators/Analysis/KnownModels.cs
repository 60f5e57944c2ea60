using Edge.AI.Catalog.Parsing;
using Microsoft.CodeAnalysis;

namespace Edge.AI.Generators.Analysis;

/// <summary>The models of every generated class that a compilation can see: in its own code, in referenced assemblies, and in Edge.AI.</summary>
internal sealed class KnownModels
{
    private const int MostOffered = 3;

    private readonly List<KnownModel> _models = [];
    private readonly Dictionary<string, KnownModel> _byName = new(StringComparer.OrdinalIgnoreCase);

    private KnownModels(IEnumerable<KnownModel> models)
    {
        foreach (var model in models)
        {
            _models.Add(model);
            foreach (var name in model.Names.Where(name => !_byName.ContainsKey(name)))
                _byName.Add(name, model);
        }
    }

    /// <summary>The generated classes.</summary>
    public IEnumerable<INamedTypeSymbol> Catalogs => _models.Select(model => model.Property.ContainingType).Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default);

    public static KnownModels Of(Compilation compilation, EdgeSymbols symbols) => new(
        compilation.SourceModule.ReferencedAssemblySymbols.Prepend(compilation.Assembly)
            .Where(assembly => MayHaveCatalogs(assembly, symbols.CatalogAttribute.ContainingAssembly))
            .SelectMany(assembly => assembly.GetAttributes())
            .Where(attribute => SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, symbols.CatalogAttribute))
            .SelectMany(attribute => attribute.ConstructorArguments)
            .Select(argument => argument.Value)
            .OfType<INamedTypeSymbol>()
            .SelectMany(catalog => ModelsOf(catalog, symbols)));

    public KnownModel? Find(string name) => _byName.TryGetValue(name, out var model) ? model : null;

    /// <summary>The model that a property of a generated class returns, even if the property is named after an alias.</summary>
    public KnownModel? Find(IPropertySymbol property) => _models.FirstOrDefault(model => model.IsReturnedBy(property));

    /// <summary>The names that the developer probably meant.</summary>
    public IReadOnlyList<string> Near(string name) => NameRanking.Near(name, _models.Select(model => model.Names), MostOffered);

    // Most referenced assemblies do not reference Edge.AI, so they cannot contain a generated class.
    private static bool MayHaveCatalogs(IAssemblySymbol assembly, IAssemblySymbol edge) =>
        SymbolEqualityComparer.Default.Equals(assembly, edge) || assembly.Modules.Any(module => module.ReferencedAssemblies.Contains(edge.Identity));

    private static IEnumerable<KnownModel> ModelsOf(INamedTypeSymbol catalog, EdgeSymbols symbols) =>
        from property in catalog.GetMembers().OfType<IPropertySymbol>()
        from attribute in property.GetAttributes()
        where SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, symbols.ModelAttribute)
        select KnownModel.Of(property, attribute) into model
        where model is not null
        select model;
}
