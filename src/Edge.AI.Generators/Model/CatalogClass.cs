using Edge.AI.Catalog.Parsing;

namespace Edge.AI.Generators.Model;

/// <summary>The content of one generated class.</summary>
/// <param name="Target">Its name and place.</param>
/// <param name="Models">Its properties, one per model, in the manifest's order.</param>
/// <param name="Aliases">Additional properties, one per alias whose name was free.</param>
internal sealed record CatalogClass(ClassTarget Target, EquatableList<ModelMember> Models, EquatableList<AliasMember> Aliases)
{
    public static CatalogClass Of(ClassTarget target, ParsedManifest manifest)
    {
        var names = MemberNames.Of(target.ClassName, manifest.Models);
        return new(target, new(manifest.Models.Select(model => new ModelMember(names[model.Id], model))), AliasMember.Of(target.ClassName, manifest.Models, names));
    }
}

/// <param name="Name">The property's name.</param>
/// <param name="Model">What it returns.</param>
internal sealed record ModelMember(string Name, ManifestModel Model);
