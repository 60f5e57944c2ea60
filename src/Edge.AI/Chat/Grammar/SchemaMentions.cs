using System.Text.Json;

namespace Edge.AI.Chat.Grammar;

/// <summary>
/// The properties that a schema only names under a condition, in <c>if</c>, <c>then</c>, <c>else</c> and <c>dependent…</c>. A grammar can't
/// express conditions, but what they ask for must be possible.
/// </summary>
internal sealed class SchemaMentions(SchemaReferences references)
{
    private const int MaxNames = 500;
    private const int MaxDepth = 20;

    private readonly OrderedDictionary<string, bool> _names = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Of(JsonElement schema)
    {
        _names.Clear();
        Conditions(schema, depth: 0);
        return [.. _names.Keys];
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

    /// <summary>Everything that a schema names for the object itself.</summary>
    private void All(JsonElement schema, int depth)
    {
        if (schema.ValueKind != JsonValueKind.Object || depth > MaxDepth || _names.Count > MaxNames)
            return;

        foreach (var (name, _) in SchemaKeywords.Members(schema, "properties"))
            Add(name);
        if (schema.TryGetProperty("required", out var required))
            Add(required);
        if (schema.TryGetProperty("$ref", out var reference) && references.Find(reference) is { } target)
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
