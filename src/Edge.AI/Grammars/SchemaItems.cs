using System.Text.Json;

namespace Edge.AI.Grammars;

/// <summary>What an array's schema says about its items, in the words of any draft.</summary>
/// <param name="First">The schemas of the first items.</param>
/// <param name="Others">That of all others.</param>
internal sealed record SchemaItems(IReadOnlyList<JsonElement> First, JsonElement Others)
{
    private static readonly JsonElement s_any = JsonElement.Parse("true");

    /// <summary>The schema of the item at a place, from 0.</summary>
    public JsonElement this[int place] => place < First.Count ? First[place] : Others;

    /// <summary>Whether some items have schemas of their own.</summary>
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
