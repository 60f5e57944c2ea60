using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Grammars;

/// <summary>What a grammar takes and what it does not, schema by schema.</summary>
public sealed class SchemaTakesTests(NoiseModel noise)
{
    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"boolean"}},"required":["a","b"]}""",
        new[] { """{"a":1,"b":true}""", "{\"a\": 1, \"b\": false}", "{\n  \"a\": -7,\n  \"b\": true\n}" },
        new[] { "{}", """{"a":1}""", """{"b":true,"a":1}""", """{"a":1,"b":true,}""", """{"a":"1","b":true}""", """{"a":01,"b":true}""", """{"a":1,"b":true,"c":1}""" })]
    [InlineData("""{"type":"object","properties":{"a":{"type":"null"},"b":{"type":"null"},"c":{"type":"null"}},"required":["b"]}""",
        new[] { """{"b":null}""", """{"a":null,"b":null}""", """{"b":null,"c":null}""", """{"a":null,"b":null,"c":null}""" },
        new[] { "{}", """{"a":null}""", """{"a":null,"c":null}""", """{,"b":null}""", """{"a":null"b":null}""", """{"b":null,}""" })]
    [InlineData("""{"type":"object","properties":{"a":{"type":"null"},"b":{"type":"null"},"c":{"type":"null"}}}""",
        new[] { "{}", "{ }", """{"a":null}""", """{"b":null}""", """{"c":null}""", """{"a":null,"c":null}""", """{"a":null,"b":null,"c":null}""" },
        new[] { """{"c":null,"a":null}""", """{"a":null,"a":null}""", "{,}", "null" })]
    [InlineData("""{"type":"object","properties":{"ab":{"type":"null"}},"additionalProperties":{"type":"integer"}}""",
        new[] { "{}", """{"ab":null}""", """{"a":1}""", """{"abc":1,"":2}""", """{"ab":null,"x":1,"y":2}""" },
        new[] { """{"ab":1}""", """{"x":null}""", """{"\u0061b":1}""", """{"x":1,"ab":null}""" })]
    [InlineData("""{"type":"object","properties":{"a":{"type":"null"},"ab":{"type":"null"}},"additionalProperties":{"type":"integer"}}""",
        new[] { """{"a":null,"ab":null,"abc":1}""", """{"":1,"b":2,"ac":3,"aba":4}""", """{"ab":null,"aa":1}""" },
        new[] { """{"a":1}""", """{"ab":1}""", """{"x":1,"a":1}""", """{"x":1,"ab":1}""", """{"abc":null}""" })]
    [InlineData("""{"type":"object","properties":{"a\"":{"type":"null"},"\u0001":{"type":"null"}},"additionalProperties":{"type":"integer"}}""",
        new[] { """{"a\"":null}""", """{"a":1,"a\"b":1,"a\\":1,"\n":1,"\"":1,"b\t\/":1}""" },
        new[] { """{"a\"":1}""", """{"\u0001":1}""" })]
    [InlineData("""{"type":"object","additionalProperties":{"type":"integer"}}""",
        new[] { "{}", """{"any name":1}""", """{"a":1,"b":-2}""" },
        new[] { """{"a":null}""", """{"a":1.5}""", "[]" })]
    [InlineData("""{"type":"object","additionalProperties":{"type":"null"},"minProperties":1,"maxProperties":2}""",
        new[] { """{"a":null}""", """{"a":null,"b":null}""" },
        new[] { "{}", """{"a":null,"b":null,"c":null}""" })]
    [InlineData("""{"type":"object","properties":{},"additionalProperties":false}""", new[] { "{}" }, new[] { """{"a":1}""" })]
    [InlineData("""{"type":"object"}""", new[] { "{}", """{"a":{"b":[1,"x",null]}}""" }, new[] { "[]", "1", "" })]
    [InlineData("""{"properties":{"x":false,"y":true}}""", new[] { "{}", """{"y":[1]}""" }, new[] { """{"x":1}""" })]
    [InlineData("""{"type":"object","properties":{"q\"\\\né<|im_end|>":{"const":1}},"required":["q\"\\\né<|im_end|>"]}""", new[] { """{"q\"\\\né<|im_end|>":1}""" }, new[] { "{}" })]
    public Task An_object(string schema, string[] taken, string[] refused) => Takes(schema, taken, refused);

    [Theory]
    [InlineData("""{"type":"array","items":{"type":"integer"}}""", new[] { "[]", "[ ]", "[1]", "[1, 2,3]", "[\n  1,\n  2\n]" }, new[] { "[1,]", "[,]", "[\"1\"]", "[1 2]", "1" })]
    [InlineData("""{"type":"array","items":{"type":"null"},"minItems":2,"maxItems":3}""", new[] { "[null,null]", "[null,null,null]" }, new[] { "[]", "[null]", "[null,null,null,null]" })]
    [InlineData("""{"type":"array","items":{"type":"null"},"minItems":1,"maxItems":1}""", new[] { "[null]" }, new[] { "[]", "[null,null]" })]
    [InlineData("""{"type":"array","maxItems":0}""", new[] { "[]" }, new[] { "[1]" })]
    [InlineData("""{"type":"array","prefixItems":[{"type":"null"},{"type":"boolean"}],"items":{"type":"integer"}}""",
        new[] { "[]", "[null]", "[null,true]", "[null,true,1]", "[null,true,1,2]" }, new[] { "[true]", "[null,1]", "[null,true,true]" })]
    [InlineData("""{"type":"array","prefixItems":[{"type":"null"},{"type":"boolean"}],"items":false,"minItems":1}""", new[] { "[null]", "[null,true]" }, new[] { "[]", "[null,true,1]" })]
    [InlineData("""{"type":"array","prefixItems":[{"type":"null"}],"items":{"type":"integer"},"minItems":3,"maxItems":4}""", new[] { "[null,1,2]", "[null,1,2,3]" }, new[] { "[null,1]", "[null,1,2,3,4]" })]
    [InlineData("""{"type":"array","items":[{"type":"null"}],"additionalItems":false}""", new[] { "[]", "[null]" }, new[] { "[null,null]" })]
    public Task An_array(string schema, string[] taken, string[] refused) => Takes(schema, taken, refused);

    [Theory]
    [InlineData("""{"type":"string"}""", new[] { "\"\"", "\"a b\"", "\"é🐢\"", "\"\\n\\\"\\\\\\u00e9\\ud83d\\udc22\"" }, new[] { "\"", "\"\n\"", "\"\\x\"", "\"\\ud83d\"", "a" })]
    [InlineData("""{"type":"string","minLength":2,"maxLength":3}""", new[] { "\"ab\"", "\"🐢🐢🐢\"", "\"\\n\\ud83d\\udc22\"" }, new[] { "\"a\"", "\"abcd\"", "\"🐢\"" })]
    [InlineData("""{"type":"string","minLength":1}""", new[] { "\"a\"", "\"abc\"" }, new[] { "\"\"" })]
    [InlineData("""{"enum":["a","b c",1,null,{"x":[1]}]}""", new[] { "\"a\"", "\"b c\"", "1", "null", "{\"x\":[1]}" }, new[] { "\"b\"", "2" })]
    [InlineData("""{"type":"string","enum":["a",1]}""", new[] { "\"a\"" }, new[] { "1" })]
    [InlineData("""{"const":"x\"y"}""", new[] { "\"x\\\"y\"" }, new[] { "\"x\"" })]
    [InlineData("""{"type":"string","format":"date"}""", new[] { "\"2024-02-29\"", "\"2000-02-29\"", "\"1999-12-31\"" }, new[] { "\"2023-02-29\"", "\"1900-02-29\"", "\"2024-04-31\"", "\"2024-13-01\"", "\"24-01-01\"" })]
    [InlineData("""{"type":"string","format":"time"}""", new[] { "\"23:59:59\"", "\"00:00:00.1234567\"" }, new[] { "\"24:00:00\"", "\"12:60:00\"" })]
    [InlineData("""{"type":"string","format":"date-time"}""", new[] { "\"2024-02-29T23:59:59Z\"", "\"2024-01-01T00:00:00.5+14:00\"" }, new[] { "\"2024-01-01\"", "\"2024-01-01T00:00:00+14:30\"", "\"2024-01-01T00:00:00\"" })]
    [InlineData("""{"type":"string","format":"uuid"}""", new[] { "\"0f8fad5b-d9cb-469f-a165-70867728950E\"" }, new[] { "\"0f8fad5bd9cb469fa16570867728950e\"" })]
    [InlineData("""{"type":"string","format":"uri"}""", new[] { "\"https://learn.microsoft.com/dotnet?x=1%20#y\"", "\"http://localhost:8080\"", "\"mailto:a@b.c\"", "\"urn:isbn:1\"" }, new[] { "\"\"", "\"dotnet\"", "\"http://\"", "\"https://a b\"" })]
    [InlineData("""{"type":"string","contentEncoding":"base64"}""", new[] { "\"\"", "\"AQ==\"", "\"AQI=\"", "\"AQID\"" }, new[] { "\"A\"", "\"AQI\"", "\"AQID=\"", "\"AR==\"" })]
    [InlineData("""{"type":"string","pattern":"^\\d+(\\.\\d+){1,3}$"}""", new[] { "\"1.0\"", "\"10.0.26100.1\"" }, new[] { "\"1\"", "\"1.9999999999\"", "\"1.2.3.4.5\"" })]
    [InlineData("""{"type":"string","format":"email"}""", new[] { "\"anything\"" }, new[] { "1" })]
    [InlineData("""{"type":["string","null"]}""", new[] { "\"a\"", "null" }, new[] { "1" })]
    [InlineData("""{"type":"string","nullable":true}""", new[] { "\"a\"", "null" }, new[] { "1" })]
    public Task A_string(string schema, string[] taken, string[] refused) => Takes(schema, taken, refused);

    [Theory]
    [InlineData("true", new[] { "1", "\"a\"", "[]", "{}", "null" }, new[] { "", "nul" })]
    [InlineData("""{"anyOf":[{"type":"integer"},{"type":"null"}]}""", new[] { "1", "null" }, new[] { "\"a\"" })]
    [InlineData("""{"oneOf":[{"type":"integer"},{"type":"string"}],"description":"x"}""", new[] { "1", "\"a\"" }, new[] { "null" })]
    [InlineData("""{"type":"object","properties":{"k":{"type":"string"}},"required":["k"],"anyOf":[{"properties":{"a":{"type":"null"}},"required":["a"]},{"properties":{"b":{"type":"null"}},"required":["b"]}]}""",
        new[] { """{"k":"","a":null}""", """{"k":"","b":null}""" }, new[] { """{"k":""}""", """{"k":"","a":null,"b":null}""" })]
    [InlineData("""{"allOf":[{"type":"integer","minimum":3},{"maximum":5}]}""", new[] { "3", "5" }, new[] { "2", "6" })]
    [InlineData("""{"allOf":[{"type":["integer","null"]},{"type":["number","string"]}]}""", new[] { "3" }, new[] { "null", "3.5", "\"a\"" })]
    [InlineData("""{"allOf":[{"enum":[1,2,3]},{"enum":[2,3,4]},{"not":{"const":3}}]}""", new[] { "2", "3" }, new[] { "1", "4" })]
    [InlineData("""{"allOf":[{"$ref":"#/$defs/a"},{"properties":{"y":{"type":"null"}},"required":["y"]}],"$defs":{"a":{"type":"object","properties":{"x":{"type":"null"}},"required":["x"]}}}""",
        new[] { """{"x":null,"y":null}""" }, new[] { """{"x":null}""", """{"y":null}""" })]
    [InlineData("""{"allOf":[{"properties":{"x":{"type":"integer","minimum":1}}},{"properties":{"x":{"maximum":2}},"required":["x"]}]}""", new[] { """{"x":1}""", """{"x":2}""" }, new[] { """{"x":0}""", """{"x":3}""", "{}" })]
    [InlineData("""{"allOf":[{"properties":{"x":{"type":"null"}},"additionalProperties":false},{"properties":{"x":true,"y":{"type":"null"}}}]}""", new[] { "{}", """{"x":null}""" }, new[] { """{"y":null}""" })]
    [InlineData("""{"$ref":"#/definitions/a","definitions":{"a":{"type":"null"}}}""", new[] { "null" }, new[] { "1" })]
    [InlineData("""{"$ref":"#/$defs/a~1b%20c","$defs":{"a/b c":{"type":"null"}}}""", new[] { "null" }, new[] { "1" })]
    [InlineData("""{"$ref":"#here","$defs":{"x":{"$anchor":"here","type":"null"}}}""", new[] { "null" }, new[] { "1" })]
    [InlineData("""{"$ref":"#/$defs/a","minimum":3,"$defs":{"a":{"type":"integer"}}}""", new[] { "3" }, new[] { "2" })]
    [InlineData("""{"type":"object","properties":{"value":{"type":"integer"},"next":{"anyOf":[{"$ref":"#"},{"type":"null"}]}},"required":["value","next"]}""",
        new[] { """{"value":1,"next":null}""", """{"value":1,"next":{"value":2,"next":null}}""" }, new[] { """{"value":1}""", """{"value":1,"next":{"value":2}}""" })]
    [InlineData("""{"anyOf":[{"$ref":"#"},{"type":"null"}]}""", new[] { "null" }, new[] { "1" })]
    [InlineData("""{"type":"array","items":{"$ref":"#"}}""", new[] { "[]", "[[],[[]]]" }, new[] { "[1]" })]
    [InlineData("""{"anyOf":[{"type":"integer","minimum":5,"maximum":3},{"type":"null"}]}""", new[] { "null" }, new[] { "4" })]
    public Task A_composition(string schema, string[] taken, string[] refused) => Takes(schema, taken, refused);

    [Theory]
    [InlineData("""{"type":"integer","minimum":5,"maximum":3}""", "root")]
    [InlineData("""{"type":"object","properties":{"n":{"type":"string","minLength":5,"maxLength":3}}}""", "root-n")]
    [InlineData("""{"type":"object","properties":{"n":{"type":"array","minItems":5,"maxItems":3}},"required":["n"]}""", "root-n")]
    [InlineData("""{"type":"number","exclusiveMinimum":1,"maximum":1}""", "root")]
    [InlineData("""{"type":"integer","exclusiveMinimum":1,"exclusiveMaximum":2}""", "root")]
    [InlineData("""{"type":"string","enum":[1,2]}""", "root")]
    [InlineData("""{"allOf":[{"type":"string"},{"type":"integer"}]}""", "root")]
    [InlineData("""{"type":"object","required":["a"],"additionalProperties":false}""", "root-a")]
    [InlineData("false", "root")]
    public void A_schema_that_nothing_satisfies_is_refused_with_its_place(string schema, string place)
    {
        var refused = () => SchemaGrammars.Of(schema);

        refused.Should().Throw<EdgeOptionException>().Which.Message.Should().Contain($"'{place}'");
    }

    private async Task Takes(string schema, string[] taken, string[] refused)
    {
        var model = await noise.Loaded;
        var grammar = SchemaGrammars.Of(schema);

        foreach (var text in taken)
            model.Takes(grammar, text).Should().BeTrue($"{text} satisfies {schema}\n{grammar.Gbnf}");
        foreach (var text in refused)
            model.Takes(grammar, text).Should().BeFalse($"{text} does not satisfy {schema}\n{grammar.Gbnf}");
    }
}
