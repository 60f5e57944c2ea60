using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tests.Support;

/// <summary>A tool with a schema of any shape, and arguments that satisfy it, drawn from a seed.</summary>
internal sealed class DrawnCall
{
    private static readonly string[] s_names = ["city", "zip code", "n", "is_on", "Größe", "a-b", "value", "kind", "Zeta"];

    private static readonly string[] s_texts =
    [
        "Oslo", "90210", "01234", "-7", "1e5", "3.0", "", " ", " padded ", "true", "True", "null", "None", "{\"a\": 1}", "[1]", "{}", "a\nb", "\nx\n", "\n", "tab\there", "\"quoted\"", "'single'", "it's",
        "back\\slash \\n", "🐢 ä", "a=b, c=\"d\")", "x)] }", "a: {b, c}", "<b>&amp;</b>", "</tool_call>", "</parameter>", "a\n</parameter>\nb", "</parameter></function>x", "</arg_value>", "</arg_value>\n</arg_key>",
        "<|tool_call_end|>", "]<|tool_call_end|>", "<|tool_call|>", "<tool_call|>", "<end_function_call>", "<|end|>", "<|call|>", "<|start|>assistant", "<|message|>{}", "```", "\n```\n", "<｜tool▁call▁end｜>", "</function>", "\n</function>\n",
        "[ARGS]{}", "[TOOL_CALLS][]", "<tool_call>", "<function=x>", "</TOOLCALL>", "]</tool_calls>", "<|END_ACTION|>", "<|tools_suffix|>", "<|tool_calls_section_end|>", "<think>", "</think>", "</seed:tool_call>",
    ];

    private readonly Random _random;
    private readonly JsonObject _definitions = [];

    private DrawnCall(int seed)
    {
        _random = new(seed);
        _definitions["color"] = JsonNode.Parse("""{"enum": ["red", "dark blue", "01234"]}""");
        _definitions["text"] = JsonNode.Parse("""{"type": "string", "description": "any"}""");
        _definitions["count"] = JsonNode.Parse("""{"type": "integer"}""");
        _definitions["list"] = JsonNode.Parse("""{"type": "object", "properties": {"head": {"$ref": "#/$defs/color"}, "tail": {"anyOf": [{"$ref": "#/$defs/list"}, {"type": "null"}]}}, "required": ["head", "tail"]}""");
        _definitions["tree"] = JsonNode.Parse("""{"type": ["object", "null"], "properties": {"text": {"$ref": "#/$defs/text"}, "children": {"type": "array", "items": {"$ref": "#/$defs/tree"}}}, "required": ["text"]}""");
        (Schema, Arguments) = Root();
    }

    public JsonElement Schema { get; }

    public JsonElement Arguments { get; }

    public AIFunctionDeclaration Tool => AIFunctionFactory.CreateDeclaration("drawn_tool", "Takes what was drawn", Schema);

    public FunctionCallContent Call => Of(Arguments);

    public static DrawnCall From(int seed) => new(seed);

    public static FunctionCallContent Of(JsonElement arguments) =>
        new("call00000", "drawn_tool", arguments.EnumerateObject().ToDictionary(argument => argument.Name, object? (argument) => argument.Value));

    private (JsonElement Schema, JsonElement Arguments) Root()
    {
        var (schema, arguments) = Object(depth: 2);
        switch (_random.Next(20))
        {
            case 0:
                _definitions["root"] = schema;
                schema = new() { ["$ref"] = "#/$defs/root" };
                break;
            case 1:
                schema = new() { ["allOf"] = new JsonArray(schema, new JsonObject { ["description"] = "All of it." }) };
                break;
            case 2:
                schema = new() { ["type"] = "object", ["anyOf"] = new JsonArray(schema, JsonNode.Parse("""{"type": "object", "properties": {"else": {"const": 1}}, "required": ["else"]}""")) };
                break;
            case 3:
                (schema, arguments) = (new() { ["type"] = "object", ["properties"] = new JsonObject() }, []);
                break;
            case 4:
                schema["description"] = "It has all that schemas have.";
                schema["title"] = "drawn";
                schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
                break;
        }

        schema["$defs"] = _definitions;
        return (JsonElement.Parse(schema.ToJsonString()), JsonElement.Parse(arguments.ToJsonString()));
    }

    private (JsonObject Schema, JsonObject Value) Object(int depth)
    {
        var (properties, required, value) = (new JsonObject(), new JsonArray(), new JsonObject());
        foreach (var name in s_names.OrderBy(_ => _random.Next()).Take(_random.Next(0, 4)))
        {
            var (schema, drawn) = Any(depth - 1);
            if (schema is JsonObject told && _random.Next(4) == 0)
                told["description"] = "What it is for.";
            properties[name] = schema;
            var isRequired = _random.Next(2) == 0;
            if (isRequired)
                required.Add((JsonNode)name);
            if (isRequired || _random.Next(2) == 0)
                value[name] = drawn;
        }

        var whole = new JsonObject { ["type"] = "object", ["properties"] = properties, ["required"] = required };
        if (_random.Next(3) == 0)
            whole["additionalProperties"] = false;
        if (_random.Next(6) == 0)
        {
            var (schema, drawn) = Any(0);
            whole["additionalProperties"] = schema;
            if (_random.Next(2) == 0)
                value["zz_further"] = drawn;
        }

        return (whole, value);
    }

    private (JsonNode Schema, JsonNode? Value) Any(int depth) => _random.Next(depth > 0 ? 19 : 14) switch
    {
        0 or 1 => (JsonNode.Parse("""{"type": "string"}""")!, Text()),
        2 => Pick("""{"type": "integer"}""", "0", "-7", "90210"),
        3 => Pick("""{"type": "number"}""", "1.5", "-0.25", "3", "0.00001", "123456.789"),
        4 => Pick("""{"type": "boolean"}""", "true", "false"),
        5 => Pick("""{"type": "string", "enum": ["c", "f", "90210", "true", "it's <b>"]}""", "\"c\"", "\"f\"", "\"90210\"", "\"true\"", "\"it's <b>\""),
        6 => Enumerated(),
        7 => Typed(),
        8 => Formatted(),
        9 => Nullable(depth),
        10 => Referred(),
        11 => Composed(depth),
        12 => Free(),
        13 => Bounded(),
        14 or 15 => Object(depth),
        16 => Dictionary(depth),
        _ => Array(depth),
    };

    private (JsonNode, JsonNode?) Enumerated() => _random.Next(7) switch
    {
        0 => Pick("""{"enum": ["A", "B b", "01234"]}""", "\"A\"", "\"B b\"", "\"01234\""),
        1 => Pick("""{"enum": ["low", 3, null, true]}""", "\"low\"", "3", "null", "true"),
        2 => Pick("""{"const": "fixed"}""", "\"fixed\""),
        3 => Pick("""{"const": "01234"}""", "\"01234\""),
        4 => Pick("""{"const": 7}""", "7"),
        5 => Pick("""{"enum": [{"x": [1, "a"]}, [], [true, null]]}""", """{"x": [1, "a"]}""", "[]", "[true, null]"),
        _ => Pick("""{"type": ["string", "null"], "enum": ["a", "b", null]}""", "\"a\"", "null"),
    };

    private (JsonNode, JsonNode?) Typed() => _random.Next(6) switch
    {
        0 => (JsonNode.Parse("""{"type": ["string", "null"], "default": null}""")!, _random.Next(3) == 0 ? null : Text()),
        1 => Pick("""{"type": ["integer", "null"]}""", "5", "null"),
        2 => Pick("""{"type": ["string", "integer"]}""", "\"Oslo\"", "17"),
        3 => Pick("""{"type": ["boolean", "string"]}""", "true", "\"yes\""),
        4 => Pick("""{"type": ["array", "null"], "items": {"type": "string"}}""", "[\"a\", \"01234\"]", "null"),
        _ => Pick("""{"type": ["number", "null"], "default": 1.5}""", "2.5", "null"),
    };

    private (JsonNode, JsonNode?) Formatted() => _random.Next(6) switch
    {
        0 => Pick("""{"type": "string", "format": "date"}""", "\"2024-02-29\""),
        1 => Pick("""{"type": "string", "format": "date-time"}""", "\"2024-02-29T12:00:00Z\""),
        2 => Pick("""{"type": "string", "format": "uuid"}""", "\"0f8fad5b-d9cb-469f-a165-70867728950e\""),
        3 => Pick("""{"type": "string", "pattern": "^\\d{5}$"}""", "\"90210\"", "\"01234\""),
        4 => Pick("""{"type": "string", "minLength": 2, "maxLength": 5}""", "\"ab\"", "\"01234\"", "\"a b\""),
        _ => Pick("""{"type": "string", "format": "uri"}""", "\"https://learn.microsoft.com/dotnet?x=1\""),
    };

    private (JsonNode, JsonNode?) Nullable(int depth)
    {
        var (schema, value) = Any(Math.Max(0, depth - 1));
        return (new JsonObject { [_random.Next(2) == 0 ? "anyOf" : "oneOf"] = new JsonArray(schema, JsonNode.Parse("""{"type": "null"}""")) }, _random.Next(3) == 0 ? null : value);
    }

    private (JsonNode, JsonNode?) Referred() => _random.Next(5) switch
    {
        0 => Pick("""{"$ref": "#/$defs/color"}""", "\"red\"", "\"dark blue\"", "\"01234\""),
        1 => (JsonNode.Parse("""{"$ref": "#/$defs/text", "description": "Referred to."}""")!, Text()),
        2 => Pick("""{"$ref": "#/$defs/count"}""", "42"),
        3 => Pick("""{"$ref": "#/$defs/list"}""", """{"head": "red", "tail": null}""", """{"head": "01234", "tail": {"head": "dark blue", "tail": null}}"""),
        _ => Pick("""{"$ref": "#/$defs/tree"}""", """{"text": "90210", "children": [{"text": "a\nb", "children": []}, null, {"text": ""}]}""", "null"),
    };

    private (JsonNode, JsonNode?) Composed(int depth)
    {
        var (schema, value) = Any(Math.Max(0, depth - 1));
        return _random.Next(5) switch
        {
            0 => (new JsonObject { ["allOf"] = new JsonArray(schema, new JsonObject { ["description"] = "Both." }) }, value),
            1 => (new JsonObject { ["anyOf"] = new JsonArray(schema, JsonNode.Parse("""{"type": "object", "properties": {"k": {"const": "v"}}, "required": ["k"]}""")) }, _random.Next(2) == 0 ? value : JsonNode.Parse("""{"k": "v"}""")),
            2 => Pick("""{"oneOf": [{"type": "string"}, {"type": "integer"}]}""", "\"Oslo\"", "12"),
            3 => Pick("""{"allOf": [{"type": "string"}, {"enum": ["a", "01234", "null"]}]}""", "\"a\"", "\"01234\"", "\"null\""),
            _ => Pick("""{"anyOf": [{"type": "string", "enum": ["x", "1"]}, {"type": "array", "items": {"type": "integer"}}, {"$ref": "#/$defs/color"}]}""", "\"x\"", "\"1\"", "[1, 2]", "\"01234\""),
        };
    }

    private (JsonNode, JsonNode?) Free() => (JsonNode.Parse(_random.Next(3) switch { 0 => "true", 1 => "{}", _ => """{"description": "anything"}""" })!, _random.Next(6) switch
    {
        0 => JsonNode.Parse("\"free text\""),
        1 => JsonNode.Parse("12"),
        2 => JsonNode.Parse("""{"a": {"b": [1, "x", null, true]}, "c d": "90210"}"""),
        3 => JsonNode.Parse("[]"),
        4 => null,
        _ => JsonNode.Parse("true"),
    });

    private (JsonNode, JsonNode?) Bounded() => _random.Next(3) switch
    {
        0 => Pick("""{"type": "integer", "minimum": 1, "maximum": 120}""", "1", "99", "120"),
        1 => Pick("""{"type": "number", "minimum": -90, "exclusiveMaximum": 90}""", "-90", "59.91", "0.5"),
        _ => Pick("""{"type": "integer", "exclusiveMinimum": 0}""", "1", "1000000"),
    };

    private (JsonNode, JsonNode?) Dictionary(int depth)
    {
        var (schema, value) = Any(depth - 1);
        var dictionary = new JsonObject();
        foreach (var key in s_names.OrderBy(_ => _random.Next()).Take(_random.Next(0, 3)))
            dictionary[key] = value?.DeepClone();
        return (new JsonObject { ["type"] = "object", ["additionalProperties"] = schema }, dictionary);
    }

    private (JsonNode, JsonNode?) Array(int depth)
    {
        var (schema, value) = Any(depth - 1);
        if (_random.Next(5) == 0)
            return (new JsonObject { ["type"] = "array", ["prefixItems"] = new JsonArray(schema, JsonNode.Parse("""{"type": "integer"}""")), ["items"] = false }, new JsonArray(value, 5));

        return (new JsonObject { ["type"] = "array", ["items"] = schema }, new JsonArray([.. Enumerable.Range(0, _random.Next(0, 4)).Select(_ => value?.DeepClone())]));
    }

    private JsonValue Text() => JsonValue.Create(_random.Next(4) == 0 ? s_texts[_random.Next(s_texts.Length)] + s_texts[_random.Next(s_texts.Length)] : s_texts[_random.Next(s_texts.Length)]);

    private (JsonNode, JsonNode?) Pick(string schema, params string[] values) => (JsonNode.Parse(schema)!, JsonNode.Parse(values[_random.Next(values.Length)]));
}
