using System.Text.Json;

namespace Edge.AI.Grammars;

/// <summary>The schemas of an array's items, in the keywords of any draft.</summary>
/// <param name="First">The schemas of the first items.</param>
/// <param name="Others">The schema of all other items.</param>
internal sealed record SchemaItems(IReadOnlyList<JsonElement> First, JsonElement Others)
{
    private static readonly JsonElement s_any = JsonElement.Parse("true");

    /// <summary>Returns the schema of an item by index.</summary>
    public JsonElement this[int place] => place < First.Count ? First[place] : Others;

    /// <summary>Whether some items have their own schemas.</summary>
    public static bool AreTuple(JsonElement schema) => Has(schema, "prefixItems") || Has(schema, "items");

    public static SchemaItems Of(JsonElement schema)
    {
        if (Has(schema, "items")) // until draft 2019-09
            return new([.. schema.GetProperty("items").EnumerateArray()], schema.TryGetProperty("additionalItems", out var additional) ? additional : s_any);

        return new(
            Has(schema, "prefixItems") ? [.. schema.GetProperty("prefixItems").EnumerateArray()] : [],
            schema.TryGetProperty("items", out var items) ? items : s_any);
    }

    private static bool Has(JsonElement schema, string keyword) => schema.TryGetProperty(keyword, out var value) && value.ValueKind == JsonValueKind.Array;
}
