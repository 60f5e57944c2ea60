using Edge.AI.Catalog.Parsing;

namespace Edge.AI.Generators.Model;

/// <summary>
/// Gives every model a property name. The name depends on the ids alone, never on their order: were a name to move from one
/// model to another because somebody sorted the manifest, code would go on compiling with the wrong model.
/// </summary>
internal static class MemberNames
{
    // What the class and its nested Ids hold anyway, and what each inherits from object.
    private static readonly string[] Reserved =
        ["All", "Catalog", "Ids", "Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString"];

    /// <summary>The name of each model's property, by id.</summary>
    public static IReadOnlyDictionary<string, string> Of(string className, IReadOnlyList<ManifestModel> models)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var taken = new HashSet<string>(Reserved, StringComparer.Ordinal) { className };
        var groups = models.Select(model => model.Id).GroupBy(id => Plain(className, id), StringComparer.Ordinal);
        foreach (var group in groups.OrderBy(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal))
        {
            var isAlone = group.Count() == 1;
            foreach (var id in group.OrderBy(id => id, StringComparer.Ordinal))
            {
                var name = Free(isAlone ? group.Key : Spelled(id), taken);
                names.Add(id, name);
                taken.Add(name);
            }
        }

        return names;
    }

    /// <summary>The name that an id or alias has if it need not give way to another.</summary>
    public static string Plain(string className, string id)
    {
        var name = Identifiers.Pascal(id);
        return Reserved.Contains(name, StringComparer.Ordinal) || string.Equals(name, className, StringComparison.Ordinal) ? name + "Model" : name;
    }

    /// <summary>A name with its separators spelt out, for ids that differ in nothing else.</summary>
    private static string Spelled(string id) => Identifiers.Pascal(id.Replace("-", " dash ").Replace(".", " dot ").Replace("_", " underscore "));

    private static string Free(string name, HashSet<string> taken)
    {
        var free = name;
        for (var number = 2; taken.Contains(free); number++)
            free = $"{name}_{number}";

        return free;
    }
}
