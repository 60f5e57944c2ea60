using System.Collections.Frozen;
using System.Text.Json;

namespace Edge.AI.Grammars;

/// <summary>Reads and rewrites the keywords of a schema.</summary>
internal static class SchemaKeywords
{
    /// <summary>Keywords that describe a value without constraining it.</summary>
    private static readonly FrozenSet<string> s_annotations = new[]
    {
        "$schema", "$id", "$anchor", "$comment", "$defs", "definitions", "$vocabulary", "title", "description", "default", "examples", "example",
        "deprecated", "readOnly", "writeOnly", "contentMediaType", "contentEncoding",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether the schema constrains values with other keywords than the given one.</summary>
    public static bool Constrains(JsonElement schema, string except) =>
        schema.EnumerateObject().Any(keyword => keyword.Name != except && !s_annotations.Contains(keyword.Name));

    /// <summary>Returns the value of a keyword as a count; null if it is missing or not a count.</summary>
    public static int? Count(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var count) && count >= 0
            ? (int)Math.Min(count, int.MaxValue)
            : null;

    /// <summary>Returns the members of a keyword's object, the last one of equal names; empty if the value is not an object.</summary>
    public static IReadOnlyList<KeyValuePair<string, JsonElement>> Members(JsonElement schema, string keyword)
    {
        OrderedDictionary<string, JsonElement> members = new(StringComparer.Ordinal);
        if (schema.TryGetProperty(keyword, out var value) && value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
                members[member.Name] = member.Value;
        }

        return [.. members];
    }

    /// <summary>Returns the distinct strings of a keyword's array; empty if the value is not an array.</summary>
    public static IReadOnlyList<string> Strings(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!).Distinct(StringComparer.Ordinal)]
            : [];

    public static JsonElement Without(JsonElement schema, params IReadOnlyCollection<string> keywords) =>
        Write(schema.EnumerateObject().Where(keyword => !keywords.Contains(keyword.Name, StringComparer.Ordinal)).Select(keyword => KeyValuePair.Create(keyword.Name, keyword.Value)));

    /// <summary>Writes a schema with these keywords.</summary>
    public static JsonElement Write(IEnumerable<KeyValuePair<string, JsonElement>> keywords) => Write(writer =>
    {
        writer.WriteStartObject();
        foreach (var (name, value) in keywords)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    });

    public static JsonElement Write(IEnumerable<JsonElement> items) => Write(writer =>
    {
        writer.WriteStartArray();
        foreach (var item in items)
            item.WriteTo(writer);
        writer.WriteEndArray();
    });

    private static JsonElement Write(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            write(writer);
        using var document = JsonDocument.Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), new() { MaxDepth = 512 });
        return document.RootElement.Clone();
    }
}
