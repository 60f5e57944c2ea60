using System.Text.Json;

namespace Edge.AI.Grammars;

/// <summary>The names of properties that <c>patternProperties</c> speaks of, and their schemas.</summary>
/// <param name="Items">The patterns and their schemas.</param>
internal sealed record NamePatterns(IReadOnlyList<KeyValuePair<string, JsonElement>> Items)
{
    public static NamePatterns Of(JsonElement schema) => new(SchemaKeywords.Members(schema, "patternProperties"));

    /// <summary>Whether it is sure that no pattern is about this name.</summary>
    public bool MatchNone(string name) => Items.All(item => PatternProgram.Matches(item.Key, name) is false);

    /// <summary>The schemas that surely are about this name.</summary>
    public IEnumerable<JsonElement> SchemasOf(string name) => Items.Where(item => PatternProgram.Matches(item.Key, name) is true).Select(item => item.Value);
}
