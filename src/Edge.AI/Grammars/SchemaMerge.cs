using System.Text.Json;

namespace Edge.AI.Grammars;

/// <summary>Merges schemas that all apply: those of <c>allOf</c>, and the keywords beside <c>$ref</c> or <c>anyOf</c>.</summary>
internal sealed class SchemaMerge(SchemaReferences references, SchemaNotes notes, GrammarLimits limits)
{
    private static readonly JsonElement s_false = JsonElement.Parse("false");
    private static readonly JsonElement s_true = JsonElement.Parse("true");

    /// <summary>Returns the schema without <c>$ref</c> and <c>allOf</c> at its top level.</summary>
    public JsonElement Flatten(JsonElement schema, string at)
    {
        List<JsonElement> parts = [];
        Collect(schema, new(StringComparer.Ordinal), parts, at);
        return parts.Aggregate(s_true, (one, other) => Both(one, other, at));
    }

    /// <summary>Returns a schema that is satisfied if both are.</summary>
    public JsonElement Both(JsonElement one, JsonElement other, string at)
    {
        if (one.ValueKind == JsonValueKind.False || other.ValueKind == JsonValueKind.False)
            return s_false;
        if (one.ValueKind != JsonValueKind.Object)
            return other;
        if (other.ValueKind != JsonValueKind.Object)
            return one;
        if (HasReference(one) || HasReference(other))
            return Flatten(AllOf(one, other), at);

        limits.Spend(one.GetRawText().Length + other.GetRawText().Length);
        if (limits.IsSpent)
        {
            notes.Widened(at, "merging its subschemas would take too long");
            return s_true;
        }

        OrderedDictionary<string, JsonElement> merged = new(StringComparer.Ordinal);
        foreach (var keyword in one.EnumerateObject())
            merged[keyword.Name] = keyword.Value;
        foreach (var keyword in other.EnumerateObject())
        {
            if (!merged.TryGetValue(keyword.Name, out var mine))
                merged[keyword.Name] = keyword.Value;
            else if (keyword.Name is "anyOf" && !merged.ContainsKey("oneOf") && !other.TryGetProperty("oneOf", out _))
                merged["oneOf"] = keyword.Value;
            else if (Keyword(keyword.Name, mine, keyword.Value, at) is { } both)
                merged[keyword.Name] = both;
            else
                return s_false;
        }

        if (merged.ContainsKey("properties"))
            merged["properties"] = Properties(one, other);
        if (SchemaItems.AreTuple(one) || SchemaItems.AreTuple(other))
            MergeItems(merged, SchemaItems.Of(one), SchemaItems.Of(other));
        return SchemaKeywords.Write(merged);
    }

    private void Collect(JsonElement schema, HashSet<string> seen, List<JsonElement> parts, string at)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            parts.Add(schema);
            return;
        }

        limits.Spend(schema.GetRawText().Length);
        if (limits.IsSpent)
            return;

        if (schema.TryGetProperty("$ref", out var reference))
        {
            if (references.Find(reference) is { } target && seen.Add(target.GetRawText()))
                Collect(target, seen, parts, at);
            else
                notes.Widened(at, $"the reference {reference.GetRawText()} cannot be resolved, or refers to itself");
        }

        if (schema.TryGetProperty("allOf", out var all) && all.ValueKind == JsonValueKind.Array)
        {
            foreach (var part in all.EnumerateArray())
                Collect(part, seen, parts, at);
        }

        parts.Add(SchemaKeywords.Without(schema, "$ref", "allOf"));
    }

    /// <summary>Merges the values of a keyword; null if no value can satisfy both.</summary>
    private JsonElement? Keyword(string name, JsonElement one, JsonElement other, string at)
    {
        switch (name)
        {
            case "type":
                return Types(one, other);
            case "enum":
                return one.ValueKind == JsonValueKind.Array && other.ValueKind == JsonValueKind.Array
                    ? SchemaKeywords.Write(one.EnumerateArray().IntersectBy(other.EnumerateArray().Select(JsonValueKey.Of), JsonValueKey.Of, StringComparer.Ordinal))
                    : one;
            case "const":
                return JsonElement.DeepEquals(one, other) ? one : null;
            case "required":
                return one.ValueKind == JsonValueKind.Array && other.ValueKind == JsonValueKind.Array
                    ? SchemaKeywords.Write(one.EnumerateArray().Concat(other.EnumerateArray()).DistinctBy(JsonValueKey.Of, StringComparer.Ordinal))
                    : one;
            case "patternProperties" or "dependentSchemas":
                return Members(one, other, AllOf);
            case "dependentRequired" or "dependencies": // not enforced, but what they name may be there
                return Members(one, other, (mine, theirs) => mine.ValueKind == JsonValueKind.Array && theirs.ValueKind == JsonValueKind.Array ? SchemaKeywords.Write(mine.EnumerateArray().Concat(theirs.EnumerateArray())) : mine);
            case "if" or "then" or "else" or "unevaluatedProperties": // the same
                return AllOf(one, other);
            case "items" or "additionalProperties" or "additionalItems":
                return AllOf(one, other);
            case "minimum" or "exclusiveMinimum" or "minLength" or "minItems" or "minProperties":
                return Larger(other, one) ? other : one;
            case "maximum" or "exclusiveMaximum" or "maxLength" or "maxItems" or "maxProperties":
                return Larger(one, other) ? other : one;
            case "properties":
                return one; // see Properties
            default:
                if (!JsonElement.DeepEquals(one, other) && name is "pattern" or "format" or "prefixItems" or "anyOf" or "oneOf" or "not")
                    notes.Widened(at, $"{name} is given twice; only the first is enforced");
                return one;
        }
    }

    private static JsonElement? Types(JsonElement one, JsonElement other)
    {
        HashSet<string> theirs = new(Names(other), StringComparer.Ordinal);
        List<string> both = [.. Names(one).Select(type =>
            theirs.Contains(type) ? type
            : type is "number" && theirs.Contains("integer") ? "integer"
            : type is "integer" && theirs.Contains("number") ? "integer"
            : null).OfType<string>().Distinct(StringComparer.Ordinal)];
        return both.Count == 0 ? null : SchemaKeywords.Write(both.Select(type => JsonElement.Parse($"\"{type}\"")));

        static IEnumerable<string> Names(JsonElement type) =>
            (type.ValueKind == JsonValueKind.Array ? type.EnumerateArray() : Enumerable.Repeat(type, 1))
            .Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!).Where(name => name.All(char.IsAsciiLetter));
    }

    /// <summary>Merges the properties of both. A property that only one side names must satisfy the other side's schema for additional properties.</summary>
    private static JsonElement Properties(JsonElement one, JsonElement other)
    {
        OrderedDictionary<string, JsonElement> merged = new(StringComparer.Ordinal);
        var theirs = SchemaKeywords.Members(other, "properties").ToDictionary(StringComparer.Ordinal);
        foreach (var (name, schema) in SchemaKeywords.Members(one, "properties"))
            merged[name] = theirs.Remove(name, out var both) ? AllOf(schema, both) : WithFurther(name, schema, other);
        foreach (var (name, schema) in SchemaKeywords.Members(other, "properties").Where(property => theirs.ContainsKey(property.Key)))
            merged[name] = WithFurther(name, schema, one);
        return SchemaKeywords.Write(merged);

        // What patternProperties may match is not what additionalProperties is about.
        static JsonElement WithFurther(string name, JsonElement schema, JsonElement side) =>
            side.TryGetProperty("additionalProperties", out var further) && NamePatterns.Of(side).MatchNone(name) ? AllOf(schema, further) : schema;
    }

    private static JsonElement Members(JsonElement one, JsonElement other, Func<JsonElement, JsonElement, JsonElement> both)
    {
        if (one.ValueKind != JsonValueKind.Object || other.ValueKind != JsonValueKind.Object)
            return one.ValueKind == JsonValueKind.Object ? one : other;

        OrderedDictionary<string, JsonElement> merged = new(StringComparer.Ordinal);
        foreach (var member in one.EnumerateObject().Concat(other.EnumerateObject()))
            merged[member.Name] = merged.TryGetValue(member.Name, out var mine) ? both(mine, member.Value) : member.Value;
        return SchemaKeywords.Write(merged);
    }

    /// <summary>Place by place: what one side says about its further items holds for those that only the other has a schema for.</summary>
    private static void MergeItems(OrderedDictionary<string, JsonElement> merged, SchemaItems one, SchemaItems other)
    {
        merged.Remove("additionalItems");
        merged["prefixItems"] = SchemaKeywords.Write(Enumerable.Range(0, Math.Max(one.First.Count, other.First.Count)).Select(place => AllOf(one[place], other[place])));
        merged["items"] = AllOf(one.Others, other.Others);
    }

    private static JsonElement AllOf(JsonElement one, JsonElement other) =>
        one.ValueKind == JsonValueKind.False || other.ValueKind == JsonValueKind.False ? s_false
        : one.ValueKind != JsonValueKind.Object || JsonElement.DeepEquals(one, other) ? other
        : other.ValueKind != JsonValueKind.Object ? one
        : SchemaKeywords.Write([KeyValuePair.Create("allOf", SchemaKeywords.Write([one, other]))]);

    private static bool HasReference(JsonElement schema) => schema.TryGetProperty("$ref", out _) || schema.TryGetProperty("allOf", out _);

    private static bool Larger(JsonElement one, JsonElement other) =>
        one.ValueKind == JsonValueKind.Number && (other.ValueKind != JsonValueKind.Number || one.GetDouble() > other.GetDouble());
}
