namespace Edge.AI.Catalog.Parsing;

/// <summary>Finds ids and aliases that several models of one manifest use. The first model keeps the name; an id has priority over an alias.</summary>
internal static class NameClashes
{
    /// <summary>Reports every clash, and returns the models that do not keep their name.</summary>
    public static HashSet<JsonObject> Find(IReadOnlyList<JsonObject> models, ProblemList problems)
    {
        var taken = new Dictionary<string, JsonString>(StringComparer.OrdinalIgnoreCase);
        var losers = new HashSet<JsonObject>();

        // Two passes: an alias must not equal an id further down either.
        foreach (var model in models)
            Claim(model, Id(model));

        foreach (var model in models)
            Claim(model, Aliases(model));

        return losers;

        void Claim(JsonObject model, IEnumerable<JsonString> names)
        {
            foreach (var name in names)
            {
                if (taken.TryGetValue(name.Text, out var owner))
                {
                    problems.Add(ProblemIds.NameClash, name.Span, $"'{ModelRules.Shorten(name.Text)}' is already used in line {owner.Span.Line}. Ids and aliases must be unique, regardless of case.");
                    losers.Add(model);
                }
                else
                {
                    taken.Add(name.Text, name);
                }
            }
        }
    }

    private static IEnumerable<JsonString> Id(JsonObject model) => Values(model, "id").OfType<JsonString>();

    private static IEnumerable<JsonString> Aliases(JsonObject model) => Values(model, "aliases").OfType<JsonArray>().SelectMany(list => list.Items.OfType<JsonString>());

    private static IEnumerable<JsonValue> Values(JsonObject model, string name) =>
        model.Properties.Where(property => string.Equals(property.Name.Text, name, StringComparison.Ordinal)).Select(property => property.Value).Take(1);
}
