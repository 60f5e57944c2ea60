using Edge.AI.Catalog.Parsing;

namespace Edge.AI.Generators.Model;

/// <param name="Name">The property's name.</param>
/// <param name="Alias">The alias.</param>
/// <param name="ModelName">The name of the property that it returns.</param>
/// <param name="DisplayName">The model's display name.</param>
internal sealed record AliasMember(string Name, string Alias, string ModelName, string DisplayName)
{
    /// <summary>One property for each alias whose property name is free: no model has it, and no alias of another model would get it.</summary>
    public static EquatableList<AliasMember> Of(string className, IReadOnlyList<ManifestModel> models, IReadOnlyDictionary<string, string> modelNames)
    {
        var taken = new HashSet<string>(modelNames.Values, StringComparer.Ordinal);
        return new(models
            .SelectMany(model => model.Aliases.Select(alias => new AliasMember(MemberNames.Plain(className, alias), alias, modelNames[model.Id], model.DisplayName)))
            .Where(member => !taken.Contains(member.Name))
            .GroupBy(member => member.Name, StringComparer.Ordinal)
            .Where(group => group.Select(member => member.ModelName).Distinct(StringComparer.Ordinal).Count() == 1)
            .Select(group => group.First()));
    }
}
