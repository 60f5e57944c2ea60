using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Edge.AI.Tests.Support;

/// <summary>Schemas of every kind that a grammar expresses exactly. Their lengths are bounded, so that random answers end.</summary>
internal static class RandomSchemas
{
    private static readonly string[] s_patterns = ["^[a-z]{2,5}$", "^\\d{3}-\\d{2}$", "^(red|green|blue)$", "^[A-Z][a-z]{0,3}( [A-Z][a-z]{0,3})?$", "^[^a-m\"]{1,4}$", "^\\w\\s\\S\\W\\D$", "^.{0,6}$", "^-?(?:0|[1-9]\\d{0,4})$"];

    public static Gen<JsonObject> All { get; } =
        from root in Any(depth: 3)
        from definition in Object(depth: 1)
        select WithDefinitions(root, definition);

    private static JsonObject WithDefinitions(JsonObject root, JsonObject definition)
    {
        root["$defs"] = new JsonObject
        {
            ["thing"] = definition,
            ["list"] = JsonNode.Parse("""{"type":"object","properties":{"value":{"type":"integer","minimum":0,"maximum":9},"next":{"anyOf":[{"type":"null"},{"const":0},{"const":1},{"$ref":"#/$defs/list"}]}},"required":["value","next"]}"""),
        };
        return root;
    }

    private static Gen<JsonObject> Any(int depth) => depth == 0 ? Scalar : Gen.Frequency(
        (4, Scalar), (3, Object(depth)), (2, Array(depth)), (1, Nullable(depth)), (1, AnyOf(depth)), (1, OneOf(depth)), (1, AllOf(depth)), (1, Dictionary(depth)), (1, Reference));

    private static Gen<JsonObject> Scalar => Gen.Frequency((3, Integer), (2, Number), (3, String), (1, Gen.Constant("boolean").Select(OfType)), (1, Gen.Constant("null").Select(OfType)), (1, Enum));

    private static Gen<JsonObject> Reference => Gen.Elements("#/$defs/thing", "#/$defs/list").Select(target => new JsonObject { ["$ref"] = target });

    private static Gen<JsonObject> Integer =>
        from least in Gen.Choose(-1500, 1500)
        from width in Gen.Choose(0, 3000)
        from kind in Gen.Choose(0, 4)
        select kind switch
        {
            0 => OfType("integer"),
            1 => With("integer", ("minimum", least)),
            2 => With("integer", ("exclusiveMaximum", least)),
            _ => With("integer", ("minimum", least), ("maximum", least + width)),
        };

    private static Gen<JsonObject> Number =>
        from least in Gen.Choose(-15000, 15000)
        from width in Gen.Choose(1, 30000)
        from scale in Gen.Elements(1m, 0.1m, 0.01m)
        from kind in Gen.Choose(0, 3)
        select kind switch
        {
            0 => With("number", ("minimum", least * scale)),
            1 => With("number", ("exclusiveMinimum", least * scale), ("exclusiveMaximum", (least + width) * scale)),
            _ => With("number", ("minimum", least * scale), ("maximum", (least + width) * scale)),
        };

    private static Gen<JsonObject> String => Gen.OneOf(
        from least in Gen.Choose(0, 6) from width in Gen.Choose(0, 8) select With("string", ("minLength", least), ("maxLength", least + width)),
        Gen.Elements("date", "time", "date-time", "uuid").Select(format => With("string", ("format", format))),
        Gen.Elements(s_patterns).Select(pattern => With("string", ("pattern", pattern))));

    private static Gen<JsonObject> Enum => Gen.Elements("""["a","b c","é\"\\🐢"]""", """[1,2.5,null,true]""", """[{"x":[1,{"y":""}]},[]]""")
        .Select(values => new JsonObject { ["enum"] = JsonNode.Parse(values) });

    private static Gen<JsonObject> Object(int depth) =>
        from names in Gen.SubListOf("a", "bb", "a b", "ä\"\n🐢", "Name", "name_2")
        from schemas in Any(depth - 1).ArrayOf(names.Count)
        from required in Gen.Elements(true, false).ArrayOf(names.Count)
        from further in Gen.Frequency((4, Gen.Constant<JsonNode?>(null)), (3, Gen.Constant<JsonNode?>(JsonValue.Create(false))), (1, Integer.Select(schema => (JsonNode?)schema)))
        select Object([.. names], schemas, required, further);

    private static JsonObject Object(string[] names, JsonObject[] schemas, bool[] required, JsonNode? further)
    {
        var schema = With("object", ("properties", new JsonObject(names.Zip(schemas, (name, one) => KeyValuePair.Create(name, (JsonNode?)one)))));
        schema["required"] = new JsonArray([.. names.Where((_, i) => required[i]).Select(name => (JsonNode?)name)]);
        schema["additionalProperties"] = further ?? false;
        return schema;
    }

    private static Gen<JsonObject> Array(int depth) =>
        from items in Any(Math.Max(0, depth - 1))
        from first in Any(Math.Max(0, depth - 1)).ListOf().Where(list => list.Count <= 2)
        from least in Gen.Choose(0, 3)
        from width in Gen.Choose(0, 3)
        select Array(items, first, least, least + width);

    private static JsonObject Array(JsonObject items, IEnumerable<JsonObject> first, int least, int most)
    {
        var schema = With("array", ("items", items), ("minItems", least), ("maxItems", most));
        if (first.Any())
            schema["prefixItems"] = new JsonArray([.. first]);
        return schema;
    }

    private static Gen<JsonObject> Nullable(int depth) => Scalar.Where(schema => schema["type"] is JsonValue).Select(schema =>
    {
        schema["type"] = new JsonArray(schema["type"]!.DeepClone(), "null");
        return schema;
    });

    private static Gen<JsonObject> AnyOf(int depth) => Any(depth - 1).ArrayOf(2).Select(schemas => new JsonObject { ["anyOf"] = new JsonArray([.. schemas]) });

    private static Gen<JsonObject> OneOf(int depth) =>
        from array in Array(depth - 1)
        from text in String
        from only in Gen.Elements("null", "true", "7")
        select new JsonObject { ["oneOf"] = new JsonArray(array, text, new JsonObject { ["const"] = JsonNode.Parse(only), ["type"] = only switch { "null" => "null", "true" => "boolean", _ => "integer" } }) };

    private static Gen<JsonObject> Dictionary(int depth) =>
        from values in Any(depth - 1)
        from least in Gen.Choose(0, 1)
        from width in Gen.Choose(0, 2)
        select With("object", ("additionalProperties", values), ("minProperties", least), ("maxProperties", least + width));

    private static Gen<JsonObject> AllOf(int depth) =>
        from one in Any(depth - 1)
        from other in Any(depth - 1)
        select new JsonObject
        {
            ["allOf"] = new JsonArray(
                With("object", ("properties", new JsonObject { ["one"] = one }), ("required", new JsonArray("one"))),
                With("object", ("properties", new JsonObject { ["other"] = other }))),
        };

    private static JsonObject OfType(string type) => With(type);

    private static JsonObject With(string type, params ReadOnlySpan<(string Keyword, JsonNode? Value)> keywords)
    {
        var schema = new JsonObject { ["type"] = type };
        foreach (var (keyword, value) in keywords)
            schema[keyword] = value;
        return schema;
    }
}
