using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Edge.AI.Grammars;
using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Grammars;

/// <summary>What a grammar can't express becomes wider: every value that satisfies the schema can be said.</summary>
public sealed class NeverNarrowerTests(NoiseModel noise)
{
    [Theory]
    [InlineData("""{"type":"object","patternProperties":{"^x":{"type":"integer"}},"additionalProperties":false}""",
        new[] { "{}", """{"x1":1}""", """{"x1":1,"xy":2}""" }, new[] { """{"a":1}""", """{"x1":"s"}""" })]
    [InlineData("""{"type":"object","patternProperties":{"^x":{"type":"integer"}},"required":["x1"],"additionalProperties":false}""",
        new[] { """{"x1":1}""", """{"x1":1,"x2":2}""" }, new[] { "{}", """{"x1":"s"}""", """{"x1":1,"a":2}""" })]
    [InlineData("""{"type":"object","properties":{"a":{"type":"null"}},"patternProperties":{"^x":{"type":"integer"},"y$":{"type":"string"}},"additionalProperties":{"type":"boolean"}}""",
        new[] { "{}", """{"a":null,"x1":1,"y":"s","z":true}""", """{"z":true,"x1":1}""" }, new[] { """{"z":1}""", """{"x1":true}""", """{"ay":true}""", """{"a":true}""" })]
    [InlineData("""{"type":"object","patternProperties":{"^x":{"type":"integer"}}}""", new[] { "{}", """{"x1":1}""", """{"a":"s","x":1}""" }, new[] { """{"x1":"s"}""" })]
    [InlineData("""{"type":"object","patternProperties":{"":{"type":"integer"}},"additionalProperties":true}""", new[] { "{}", """{"x1":1}""", """{"":1}""" }, new[] { """{"x1":"s"}""" })]
    [InlineData("""{"type":"object","patternProperties":{"^x":false},"additionalProperties":{"type":"null"}}""", new[] { "{}", """{"a":null}""", """{"ax":null}""" }, new[] { """{"x":null}""" })]
    [InlineData("""{"type":"object","patternProperties":{"^(?=x)":{"type":"integer"}},"additionalProperties":false}""", new[] { "{}", """{"x1":1}""" }, new[] { """{"x1":"s"}""" })]
    [InlineData("""{"type":"object","properties":{"x1":{"type":["integer","null"]}},"patternProperties":{"^x":{"type":["null","string"]}}}""", new[] { "{}", """{"x1":null}""" }, new[] { """{"x1":1}""" })]
    [InlineData("""{"type":"object","properties":{"x1":{"type":"integer"}},"patternProperties":{"^x":{"type":"string"}}}""", new[] { "{}", """{"x2":"s"}""" }, new[] { """{"x1":1}""" })]
    [InlineData("""{"allOf":[{"type":"object","patternProperties":{"^x":{"type":"integer"}},"additionalProperties":false},{"properties":{"x1":{"minimum":1},"b":true}}]}""",
        new[] { "{}", """{"x1":1}""", """{"x1":1,"x2":0}""" }, new[] { """{"b":1}""", """{"x1":"s"}""" })]
    [InlineData("""{"allOf":[{"type":"object","patternProperties":{"^y":{"type":"integer"}}},{"patternProperties":{"^x":{"type":"integer"}},"additionalProperties":false}]}""", new[] { "{}", """{"x1":1}""" }, new[] { """{"a":1}""" })]
    public Task Properties_of_a_pattern(string schema, string[] taken, string[] refused) => Takes(schema, taken, refused);

    [Theory]
    [InlineData("""{"type":"object","properties":{"card":{"type":"integer"}},"dependentRequired":{"card":["address"]}}""", new[] { "{}", """{"card":1}""", """{"card":1,"address":"here"}""" }, new[] { """{"other":1}""" })]
    [InlineData("""{"type":"object","properties":{"card":{"type":"integer"}},"dependentSchemas":{"card":{"properties":{"address":{"type":"string"}},"required":["address"]}}}""", new[] { """{"card":1,"address":"here"}""" }, new[] { """{"other":1}""" })]
    [InlineData("""{"type":"object","properties":{"kind":{"enum":["a","b"]}},"if":{"properties":{"kind":{"const":"a"}}},"then":{"properties":{"x":{"type":"integer"}},"required":["x"]},"else":{"allOf":[{"required":["y"]}]}}""",
        new[] { """{"kind":"a","x":1}""", """{"kind":"b","y":[]}""" }, new[] { """{"kind":"a","other":1}""" })]
    [InlineData("""{"type":"object","properties":{"a":{"type":"null"}},"unevaluatedProperties":{"type":"integer"}}""", new[] { """{"a":null,"b":1}""" }, new[] { """{"b":"s"}""" })]
    [InlineData("""{"type":"object","properties":{"a":{"type":"null"}},"if":{"properties":{"b":{"type":"string"}}},"unevaluatedProperties":{"type":"integer"}}""", new[] { """{"a":null,"b":"s"}""", """{"c":1}""" }, new string[0])]
    [InlineData("""{"type":"object","properties":{"a":{"allOf":[{"type":"integer"},{"type":"string"}]},"b":{"type":"null"}}}""", new[] { "{}", """{"b":null}""" }, new[] { """{"a":1}""" })]
    public Task Properties_that_only_a_condition_names(string schema, string[] taken, string[] refused) => Takes(schema, taken, refused);

    [Theory]
    [InlineData("""{"allOf":[{"type":"array","prefixItems":[{"type":"integer"}]},{"prefixItems":[true,{"type":"string"}],"items":false}]}""", new[] { "[]", "[1]", "[1,\"s\"]" }, new[] { "[\"s\"]", "[1,2]", "[1,\"s\",3]" })]
    [InlineData("""{"allOf":[{"type":"array","prefixItems":[{"type":"integer"}]},{"prefixItems":[true,{"type":"string"}],"items":{"type":"null"}}]}""", new[] { "[1,\"s\",null]" }, new[] { "[1,null]" })]
    [InlineData("""{"allOf":[{"type":"array","items":[{"type":"integer"},{"type":"string"}],"additionalItems":false},{"items":[true]}]}""", new[] { "[1,\"s\"]" }, new[] { "[1,\"s\",2]" })]
    public Task Items_of_several_schemas(string schema, string[] taken, string[] refused) => Takes(schema, taken, refused);

    [Fact]
    public async Task Whatever_satisfies_a_drawn_schema_is_taken()
    {
        var model = await noise.Loaded;
        var schemas = int.Parse(Environment.GetEnvironmentVariable("EDGE_AI_TEST_SCHEMAS") ?? "150", CultureInfo.InvariantCulture);
        var draws = new ConformingDraws(seed: 5);
        var checkedValues = 0;

        for (var i = 0; i < schemas; i++)
        {
            var (schema, values) = draws.Next();
            if (values.Count == 0)
                continue;

            var grammar = SchemaGrammars.Of(schema.ToJsonString());
            foreach (var value in values)
            {
                checkedValues++;
                Orders(value).Any(text => model.Takes(grammar, text)).Should().BeTrue($"{value.ToJsonString()} satisfies {schema.ToJsonString()}\n{grammar.Gbnf}");
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{checkedValues} values.");
        checkedValues.Should().BeGreaterThan(schemas);
    }

    /// <summary>A grammar has one order for properties.</summary>
    private static IEnumerable<string> Orders(JsonNode value) =>
        value is not JsonObject members ? [value.ToJsonString()] : Permutations([.. members.Select(member => $"{JsonSerializer.Serialize(member.Key)}:{member.Value?.ToJsonString() ?? "null"}")]).Select(order => $"{{{string.Join(',', order)}}}");

    private static IEnumerable<IReadOnlyList<string>> Permutations(IReadOnlyList<string> items) =>
        items.Count == 0 ? [[]] : items.SelectMany((item, i) => Permutations([.. items.Where((_, j) => j != i)]).Select(rest => (IReadOnlyList<string>)[item, .. rest]));

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
