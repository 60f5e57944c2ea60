using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Edge.AI.Tests.Support;

/// <summary>
/// Draws schemas with keywords that a grammar expresses in part or not at all. Each comes with values that satisfy it according to JsonSchema.Net, and whose
/// properties the schema mentions.
/// </summary>
internal sealed class ConformingDraws(int seed)
{
    private static readonly string[] s_names = ["a", "b", "x1", "x2", "y1", "xy"];
    private static readonly string[] s_patterns = ["^x", "y", "1$", "^(a|b)$", "^.{2}$", "^(?=x)x"];
    private static readonly string[] s_scalars = ["0", "1", "7", "\"\"", "\"ab\"", "true", "null", "[0]"];

    private readonly Random _random = new(seed);

    /// <summary>A schema, and some of the values that it allows.</summary>
    public (JsonObject Schema, IReadOnlyList<JsonNode> Values) Next()
    {
        var isObject = Chance(0.7);
        var schema = isObject ? Object(depth: 2) : Array(depth: 2);
        var judge = JsonSchema.FromText(schema.ToJsonString(), new() { SchemaRegistry = new() });
        List<JsonNode> values = [];
        for (var i = 0; i < 25; i++)
        {
            JsonNode value = isObject ? ObjectValue() : ArrayValue();
            using var document = JsonDocument.Parse(value.ToJsonString());
            if (judge.Evaluate(document.RootElement).IsValid && (!isObject || SpeaksOfAll(schema, value.AsObject())))
                values.Add(value);
        }

        return (schema, values);
    }

    private JsonObject Object(int depth)
    {
        var schema = new JsonObject { ["type"] = "object" };
        May(0.6, schema, "properties", () => Members(() => Value(depth - 1)));
        May(0.4, schema, "required", Names);
        May(0.4, schema, "patternProperties", () => new JsonObject(Some(s_patterns, 2).Select(pattern => KeyValuePair.Create(pattern, (JsonNode?)Value(depth - 1)))));
        May(0.4, schema, "additionalProperties", () => Value(depth - 1));
        May(0.2, schema, "propertyNames", () => Chance(0.5) ? new JsonObject { ["pattern"] = Pick(s_patterns) } : new JsonObject { ["maxLength"] = 1 });
        May(0.2, schema, "dependentRequired", () => new JsonObject { [Pick(s_names)] = Names() });
        May(0.2, schema, "minProperties", () => _random.Next(3));
        May(0.2, schema, "maxProperties", () => 1 + _random.Next(3));
        May(0.2, schema, "unevaluatedProperties", () => Value(depth - 1));
        May(0.2, schema, "not", () => new JsonObject { ["required"] = Names() });
        if (depth == 0)
            return schema;

        May(0.2, schema, "dependentSchemas", () => new JsonObject { [Pick(s_names)] = Object(depth - 1) });
        May(0.25, schema, "if", () => Object(depth - 1));
        May(0.25, schema, "then", () => Object(depth - 1));
        May(0.2, schema, "else", () => Object(depth - 1));
        May(0.25, schema, "allOf", () => new JsonArray(Object(depth - 1), Object(depth - 1)));
        return schema;
    }

    private JsonObject Array(int depth)
    {
        var schema = new JsonObject { ["type"] = "array" };
        May(0.5, schema, "prefixItems", () => new JsonArray([.. Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => Value(depth - 1))]));
        May(0.5, schema, "items", () => Value(depth - 1));
        May(0.3, schema, "contains", () => Value(depth - 1));
        May(0.2, schema, "minContains", () => _random.Next(3));
        May(0.2, schema, "maxContains", () => 1 + _random.Next(3));
        May(0.3, schema, "minItems", () => _random.Next(3));
        May(0.3, schema, "maxItems", () => 1 + _random.Next(3));
        May(0.2, schema, "uniqueItems", () => Chance(0.5));
        May(0.2, schema, "unevaluatedItems", () => Value(depth - 1));
        May(0.2, schema, "not", () => new JsonObject { ["maxItems"] = _random.Next(2) });
        if (depth > 0)
            May(0.4, schema, "allOf", () => new JsonArray(Array(depth - 1), Array(depth - 1)));
        return schema;
    }

    private JsonNode Value(int depth) => _random.Next(10) switch
    {
        0 => false,
        1 or 2 => true,
        3 or 4 => new JsonObject { ["type"] = "integer" },
        5 => new JsonObject { ["type"] = "string" },
        6 => new JsonObject { ["enum"] = new JsonArray(0, "ab", null) },
        7 => new JsonObject { ["type"] = new JsonArray("integer", "null", "array") },
        8 when depth > 0 => new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "boolean" }, new JsonObject { ["type"] = "integer", ["minimum"] = 1 }) },
        _ => new JsonObject { ["not"] = new JsonObject { ["type"] = "string" } },
    };

    private JsonObject ObjectValue() => new(Some(s_names, 4).Select(name => KeyValuePair.Create(name, JsonNode.Parse(Pick(s_scalars)))));

    private JsonArray ArrayValue() => new([.. Enumerable.Range(0, _random.Next(5)).Select(_ => JsonNode.Parse(Pick(s_scalars)))]);

    /// <summary>A grammar allows only properties that the schema mentions.</summary>
    private static bool SpeaksOfAll(JsonObject schema, JsonObject value)
    {
        HashSet<string> named = [];
        List<string> patterns = [];
        var isOpen = !schema.ContainsKey("properties") && !schema.ContainsKey("required") && schema.Count == 1;
        Collect(schema);
        return isOpen || value.All(member => named.Contains(member.Key) || patterns.Exists(pattern => System.Text.RegularExpressions.Regex.IsMatch(member.Key, pattern, System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(10))));

        void Collect(JsonNode? node)
        {
            if (node is not JsonObject one)
                return;

            foreach (var (keyword, rule) in one)
            {
                switch (keyword)
                {
                    case "properties":
                        named.UnionWith(rule!.AsObject().Select(member => member.Key));
                        break;
                    case "required":
                        named.UnionWith(rule!.AsArray().Select(name => name!.GetValue<string>()));
                        break;
                    case "patternProperties":
                        patterns.AddRange(rule!.AsObject().Select(member => member.Key));
                        break;
                    case "dependentRequired":
                        named.UnionWith(rule!.AsObject().SelectMany(member => member.Value!.AsArray().Select(name => name!.GetValue<string>()).Append(member.Key)));
                        break;
                    case "additionalProperties" or "unevaluatedProperties" when one == schema:
                        isOpen |= rule is JsonObject || (rule is JsonValue given && given.GetValueKind() == JsonValueKind.True);
                        break;
                    case "dependentSchemas":
                        foreach (var (name, dependent) in rule!.AsObject())
                        {
                            named.Add(name);
                            Collect(dependent);
                        }

                        break;
                    case "if" or "then" or "else":
                        Collect(rule);
                        break;
                    case "allOf":
                        foreach (var part in rule!.AsArray())
                            Collect(part);
                        break;
                }
            }
        }
    }

    private JsonArray Names() => new([.. Some(s_names, 2).Select(name => (JsonNode)name)]);

    private JsonObject Members(Func<JsonNode> value) => new(Some(s_names, 3).Select(name => KeyValuePair.Create(name, (JsonNode?)value())));

    private List<string> Some(string[] from, int most) => from.OrderBy(_ => _random.Next()).Take(_random.Next(most + 1)).ToList();

    private string Pick(string[] from) => from[_random.Next(from.Length)];

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private void May(double probability, JsonObject schema, string keyword, Func<JsonNode> value)
    {
        if (Chance(probability))
            schema[keyword] = value();
    }
}
