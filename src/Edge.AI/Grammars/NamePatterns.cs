using System.Text.Json;

namespace Edge.AI.Grammars;

/// <summary>The patterns of <c>patternProperties</c>, and their schemas.</summary>
/// <param name="Items">The patterns and their schemas.</param>
internal sealed record NamePatterns(IReadOnlyList<KeyValuePair<string, JsonElement>> Items)
{
    public static NamePatterns Of(JsonElement schema) => new(SchemaKeywords.Members(schema, "patternProperties"));

    /// <summary>Whether certainly no pattern matches this name.</summary>
    public bool MatchNone(string name) => Items.All(item => PatternProgram.Matches(item.Key, name) is false);

    /// <summary>Returns the schemas of the patterns that certainly match this name.</summary>
    public IEnumerable<JsonElement> SchemasOf(string name) => Items.Where(item => PatternProgram.Matches(item.Key, name) is true).Select(item => item.Value);
}
