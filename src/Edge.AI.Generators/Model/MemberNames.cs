using Edge.AI.Catalog.Parsing;

namespace Edge.AI.Generators.Model;

/// <summary>
/// Chooses a property name for every model. Names depend only on the ids, never on their order. If sorting a manifest moved a name from one
/// model to another, code would still compile, but with the wrong model.
/// </summary>
internal static class MemberNames
{
    // The members that the class and its nested class Ids always have, and those that they inherit from object.
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

    /// <summary>The name of an id or alias if no other name clashes with it.</summary>
    public static string Plain(string className, string id)
    {
        var name = Identifiers.Pascal(id);
        return Reserved.Contains(name, StringComparer.Ordinal) || string.Equals(name, className, StringComparison.Ordinal) ? name + "Model" : name;
    }

    /// <summary>The name with its separators spelled out, for ids that differ only in their separators.</summary>
    private static string Spelled(string id) => Identifiers.Pascal(id.Replace("-", " dash ").Replace(".", " dot ").Replace("_", " underscore "));

    private static string Free(string name, HashSet<string> taken)
    {
        var free = name;
        for (var number = 2; taken.Contains(free); number++)
            free = $"{name}_{number}";

        return free;
    }
}
