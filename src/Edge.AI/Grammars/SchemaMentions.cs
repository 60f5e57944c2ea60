using System.Text.Json;

namespace Edge.AI.Grammars;

/// <summary>
/// The properties that a schema mentions only in conditions: <c>if</c>, <c>then</c>, <c>else</c> and <c>dependent…</c>. A grammar cannot express conditions, but it must allow
/// everything that they may require.
/// </summary>
internal sealed class SchemaMentions
{
    private const int MaxNames = 500;
    private const int MaxDepth = 20;

    private readonly SchemaReferences _references;
    private readonly OrderedDictionary<string, bool> _names = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, bool> _patterns = new(StringComparer.Ordinal);

    private SchemaMentions(SchemaReferences references) => _references = references;

    public IReadOnlyList<string> Names => [.. _names.Keys];

    /// <summary>Patterns of names that only a condition mentions.</summary>
    public IReadOnlyList<string> Patterns => [.. _patterns.Keys];

    public static SchemaMentions Of(JsonElement schema, SchemaReferences references)
    {
        var mentions = new SchemaMentions(references);
        mentions.Conditions(schema, depth: 0);
        return mentions;
    }

    private void Conditions(JsonElement schema, int depth)
    {
        foreach (var keyword in (string[])["if", "then", "else"])
        {
            if (schema.TryGetProperty(keyword, out var condition))
                All(condition, depth + 1);
        }

        foreach (var keyword in (string[])["dependentRequired", "dependentSchemas", "dependencies"])
        {
            foreach (var (name, dependent) in SchemaKeywords.Members(schema, keyword))
            {
                Add(name);
                if (dependent.ValueKind == JsonValueKind.Array)
                    Add(dependent);
                else
                    All(dependent, depth + 1);
            }
        }
    }

    /// <summary>Everything that a schema mentions for the object itself.</summary>
    private void All(JsonElement schema, int depth)
    {
        if (schema.ValueKind != JsonValueKind.Object || depth > MaxDepth || _names.Count > MaxNames)
            return;

        foreach (var (name, _) in SchemaKeywords.Members(schema, "properties"))
            Add(name);
        foreach (var (pattern, _) in SchemaKeywords.Members(schema, "patternProperties"))
            _patterns[pattern] = true;
        if (schema.TryGetProperty("required", out var required))
            Add(required);
        if (schema.TryGetProperty("$ref", out var reference) && _references.Find(reference) is { } target)
            All(target, depth + 1);
        foreach (var keyword in (string[])["allOf", "anyOf", "oneOf"])
        {
            if (!schema.TryGetProperty(keyword, out var parts) || parts.ValueKind != JsonValueKind.Array)
                continue;
            foreach (var part in parts.EnumerateArray())
                All(part, depth + 1);
        }

        Conditions(schema, depth);
    }

    private void Add(JsonElement names)
    {
        if (names.ValueKind != JsonValueKind.Array)
            return;
        foreach (var name in names.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String))
            Add(name.GetString()!);
    }

    private void Add(string name)
    {
        if (_names.Count <= MaxNames)
            _names[name] = true;
    }
}
