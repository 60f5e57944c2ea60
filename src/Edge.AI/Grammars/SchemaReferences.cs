using System.Globalization;
using System.Text.Json;

namespace Edge.AI.Grammars;

/// <summary>Finds what a <c>$ref</c> means: a place in the same document, by pointer or by <c>$anchor</c> or <c>$id</c>.</summary>
internal sealed class SchemaReferences(JsonElement root)
{
    /// <summary>The schema that a reference leads to, through further ones; null if it leads nowhere or in a circle.</summary>
    public JsonElement? Find(JsonElement reference)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        while (reference.ValueKind == JsonValueKind.String && seen.Add(reference.GetString()!) && At(reference.GetString()!) is { } target)
        {
            if (target.ValueKind != JsonValueKind.Object || !target.TryGetProperty("$ref", out reference) || SchemaKeywords.Constrains(target, except: "$ref"))
                return target;
        }

        return null;
    }

    private JsonElement? At(string reference) =>
        reference is "#" or "" ? root
        : reference.StartsWith("#/", StringComparison.Ordinal) ? Follow(reference[2..])
        : Named(reference);

    private JsonElement? Follow(string pointer)
    {
        var place = root;
        foreach (var part in pointer.Split('/').Select(part => Uri.UnescapeDataString(part).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            if (place.ValueKind == JsonValueKind.Object && place.TryGetProperty(part, out var member))
                place = member;
            else if (place.ValueKind == JsonValueKind.Array && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < place.GetArrayLength())
                place = place[index];
            else
                return null;
        }

        return place;
    }

    private JsonElement? Named(string reference)
    {
        foreach (var definitions in (string[])["$defs", "definitions"])
        {
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(definitions, out var all) || all.ValueKind != JsonValueKind.Object)
                continue;

            foreach (var definition in all.EnumerateObject().Where(definition => definition.Value.ValueKind == JsonValueKind.Object))
            {
                if (Is(definition.Value, "$id", reference) || Is(definition.Value, "$anchor", reference.TrimStart('#')))
                    return definition.Value;
            }
        }

        return null;
    }

    private static bool Is(JsonElement schema, string keyword, string value) =>
        schema.TryGetProperty(keyword, out var named) && named.ValueKind == JsonValueKind.String && named.ValueEquals(value);
}
