using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Edge.AI.Chat.Answers;
using Edge.AI.Grammars;
using Edge.AI.Inference;
using Edge.AI.Testing;
using Edge.AI.Tests.Support;
using Edge.AI.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Tests.Grammars;

public sealed class SchemaLimitTests(NoiseModel noise)
{
    public static TheoryData<string, string> Huge => new()
    {
        { "10,000 properties", Properties(10_000, i => """{"type":"string"}""") },
        { "400 optional properties", Properties(400, i => """{"type":"integer"}""") },
        { "10,000 definitions in a chain", Chain(10_000) },
        { "nested deeper than its readers read", string.Concat(Enumerable.Repeat("""{"type":"array","items":""", 55)) + "{}" + new string('}', 55) },
        { "an enum of 10,000 values", $$"""{"enum":[{{string.Join(',', Enumerable.Range(0, 10_000))}}]}""" },
        { "a long string", """{"type":"string","minLength":1500,"maxLength":12345}""" },
        { "many items", """{"type":"array","items":{"type":"integer"},"minItems":3000,"maxItems":1000000}""" },
        { "2^20 merges", """{"allOf":[{"$ref":"#/$defs/a"},{"$ref":"#/$defs/b"}],"$defs":{"a":{"properties":{"x":{"allOf":[{"$ref":"#/$defs/a"},{"$ref":"#/$defs/b"}]}}},"b":{"properties":{"x":{"allOf":[{"$ref":"#/$defs/b"},{"$ref":"#/$defs/a"}]}}}}}""" },
        { "200 alternatives of 200 each", $$"""{"anyOf":[{{Repeat(200, """{"type":"string"}""")}}],"oneOf":[{{Repeat(200, """{"maxLength":7}""")}}]}""" },
        { "two lists of 20,000 values that both must hold", $$"""{"allOf":[{"enum":[{{string.Join(',', Enumerable.Range(0, 20_000))}}]},{"enum":[{{string.Join(',', Enumerable.Range(10, 20_000))}}]}]}""" },
        { "100,000 alternatives", $$"""{"anyOf":[{{string.Join(',', Enumerable.Range(0, 100_000).Select(i => $$"""{"const":"value {{i}}"}"""))}}]}""" },
        { "2,000 parts that all must hold", $"{{\"allOf\":[{string.Join(',', Enumerable.Range(0, 2_000).Select(i => $"{{\"properties\":{{\"p{i}\":{{\"type\":\"integer\"}}}},\"required\":[\"p{i}\"]}}"))}]}}" },
        { "3,000 long strings", $$"""{"type":"array","prefixItems":[{{string.Join(',', Enumerable.Range(0, 3_000).Select(i => $"{{\"type\":\"string\",\"maxLength\":{1000 + i}}}"))}}]}""" },
        { "500 patterns at once", $$"""{"anyOf":[{{string.Join(',', Enumerable.Range(0, 500).Select(i => $$"""{"type":"string","pattern":"^a{0,200}b{{i}}a{200}$"}"""))}}]}""" },
        { "rules of one name", Properties(400, i => $"{{\"type\":\"array\",\"prefixItems\":[{{\"const\":{i}}},{{\"const\":-{i}}}]}}") },
        { "a circle of references", """{"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}}}""" },
        { "a schema of itself", """{"$ref":"#"}""" },
        { "all of itself", """{"allOf":[{"$ref":"#"}]}""" },
        { "a reference to nowhere", """{"$ref":"https://example.com/schema.json"}""" },
        { "keywords of the wrong kind", """{"type":7,"properties":[],"required":"x","items":3,"enum":"y","minimum":"z","anyOf":{},"allOf":1,"pattern":5,"additionalProperties":9}""" },
        { "names that are hard to tell apart", $"{{\"properties\":{{{string.Join(',', Enumerable.Range(0, 300).Select(i => $"\"{new string('x', 200)}{i}\":true"))}}},\"additionalProperties\":true}}" },
    };

    [Theory]
    [MemberData(nameof(Huge))]
    public async Task A_schema_beyond_all_measure_costs_bounded_time_and_its_grammar_can_be_followed(string what, string schema)
    {
        var model = await noise.Loaded;
        var document = JsonDocument.Parse(schema, new() { MaxDepth = 512 });
        var time = Stopwatch.StartNew();

        var grammar = SchemaGrammars.Of(document.RootElement);
        new GrammarMatch(grammar, model.Vocabulary).Allowed().HasAnySet().Should().BeTrue();

        grammar.Gbnf.Length.Should().BeLessThan(1_500_000, what);
        time.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(20), what);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1000, true)]
    [InlineData(2300, true)]
    [InlineData(2500, true)]
    [InlineData(2501, false)]
    public async Task Long_lengths_are_exact(int length, bool isTaken) =>
        (await noise.Loaded).Takes(SchemaGrammars.Of("""{"type":"string","maxLength":2500}"""), $"\"{new string('x', length)}\"").Should().Be(isTaken);

    [Theory]
    [InlineData("aab", true)]
    [InlineData("aaab", true)]
    [InlineData("abaaaab", true)]
    [InlineData("aabx", false)]
    [InlineData("aaa", false)]
    public async Task Text_goes_up_to_the_first_marker_even_one_that_begins_again_inside_itself(string text, bool isTaken)
    {
        var builder = new GbnfBuilder();
        var root = TextRules.Until(builder, "aab");

        (await noise.Loaded).Takes(Grammar.Parse(builder.ToString(), root), text).Should().Be(isTaken);
    }

    [Theory]
    [InlineData(400, 400, 0)]
    [InlineData(100, 300, 0)]
    [InlineData(5000, 5000, 1)]
    [InlineData(1500, 1500, 1)]
    public async Task A_pattern_that_is_in_very_many_places_at_once_becomes_wider(int optional, int required, int notes)
    {
        var model = await noise.Loaded;
        var log = new RecordingLogger();

        var grammar = SchemaGrammars.Of(JsonSerializer.SerializeToElement(new { type = "string", pattern = $"^a{{0,{optional}}}a{{{required}}}$" }), log);

        log.Lines.Where(line => line.Event.Id == 6100).Should().HaveCount(notes);
        model.Takes(grammar, Text(required)).Should().BeTrue();
        model.Takes(grammar, Text(required + optional)).Should().BeTrue();
        model.Takes(grammar, Text(required - 1)).Should().Be(notes > 0);
        model.Takes(grammar, Text(required + optional + 1)).Should().Be(notes > 0);

        static string Text(int length) => $"\"{new string('a', length)}\"";
    }

    [Fact]
    public void Compiling_a_schema_ends_when_its_request_is_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        var schema = JsonElement.Parse($$"""{"anyOf":[{"type":"integer","multipleOf":3},{{Repeat(1000, """{"type":"string"}""")}}]}""");
        var builder = new GbnfBuilder(new ActingLogger(cancelled.Cancel), new(cancelled.Token));

        FluentActions.Invoking(() => builder.AddSchema("root", schema)).Should().Throw<OperationCanceledException>();
    }

    [Fact]
    public async Task Schemas_that_are_too_much_together_become_any_json_and_no_error()
    {
        var model = await noise.Loaded;
        using var log = new LogLines();
        var grammars = new AnswerGrammars(new Logger<AnswerGrammars>(log));
        var bounds = Properties(400, i => $"{{\"type\":\"number\",\"minimum\":-{i + 1}123456.789,\"exclusiveMaximum\":{i + 1}98765432.1}}");
        var tools = ToolSet.From(new() { ToolMode = ChatToolMode.RequireAny, Tools = [.. Enumerable.Range(0, 10).Select(i => Declared.Function($"tool_{i}", "", bounds.Replace("123456", $"{i}123456", StringComparison.Ordinal)))] })!;

        var grammar = grammars.For(AnswerFormat.Plain, tools, response: null, isReasoning: false)!;

        new GrammarMatch(grammar.Grammar, model.Vocabulary).Allowed().HasAnySet().Should().BeTrue();
        log.Lines.Where(line => line.Id.Id == 6100).Should().NotBeEmpty();
    }

    [Fact]
    public async Task Every_value_of_a_long_list_can_be_chosen_and_no_other()
    {
        var model = await noise.Loaded;
        var log = new RecordingLogger();
        var values = Enumerable.Range(0, 10_000).Select(i => $"value {i * 7} é🐢{(char)(0x4E00 + (i % 500))}").ToList();

        var grammar = SchemaGrammars.Of(JsonSerializer.SerializeToElement(new Dictionary<string, object> { ["enum"] = values }), log);

        log.Lines.Should().BeEmpty();
        values.Where((_, i) => i % 97 == 0).Append(values[^1]).Should().OnlyContain(value => model.Takes(grammar, $"\"{value}\""));
        new[] { "\"value 7\"", "\"value 1 é🐢一\"", "\"\"", $"{values[3]}x" }.Should().NotContain(value => model.Takes(grammar, value));
    }

    [Fact]
    public async Task Values_that_begin_alike_are_told_apart_wherever_they_differ()
    {
        var model = await noise.Loaded;
        var turtles = Enumerable.Range(0, 30).Select(i => char.ConvertFromUtf32(0x1F400 + i)).ToList();
        var numbers = Enumerable.Range(1, 130).ToList();

        var grammar = SchemaGrammars.Of(JsonSerializer.SerializeToElement(new Dictionary<string, object> { ["enum"] = turtles.Cast<object>().Concat(numbers.Cast<object>()).ToList() }));

        turtles.Should().OnlyContain(value => model.Takes(grammar, $"\"{value}\""));
        numbers.Should().OnlyContain(value => model.Takes(grammar, $"{value}"));
        new[] { "0", "131", "1300", "\"🐰🐢\"", "\"🐢" }.Should().NotContain(value => model.Takes(grammar, value));
    }

    [Fact]
    public async Task A_list_that_is_too_long_for_a_grammar_becomes_its_types_and_not_less()
    {
        var model = await noise.Loaded;
        var log = new RecordingLogger();

        var grammar = SchemaGrammars.Of($$"""{"enum":[7,{{string.Join(',', Enumerable.Range(0, 2_000).Select(i => $"\"{i}{new string('x', 1000)}\""))}}]}""", log);

        new[] { "7", "\"x\"", $"\"1999{new string('x', 1000)}\"" }.Should().OnlyContain(value => model.Takes(grammar, value));
        new[] { "{}", "null", "true", "[]" }.Should().NotContain(value => model.Takes(grammar, value));
        log.Lines.Should().ContainSingle().Which.Text.Should().ContainAll("'root'", "2001 enum values");
    }

    [Fact]
    public async Task Further_properties_are_allowed_whatever_the_others_are_called()
    {
        var model = await noise.Loaded;
        var log = new RecordingLogger();
        var names = Enumerable.Range(0, 300).ToDictionary(i => $"{i}{new string('x', 200)}", _ => (object)true);

        var grammar = SchemaGrammars.Of(JsonSerializer.SerializeToElement(new { type = "object", properties = names, additionalProperties = new { type = "null" } }), log);

        model.Takes(grammar, """{"other":null}""").Should().BeTrue();
        model.Takes(grammar, """{"other":1}""").Should().BeFalse();
        log.Lines.Should().ContainSingle().Which.Text.Should().ContainAll("'root'", "names");
    }

    [Theory]
    [InlineData("""{"type":"object","not":{"required":["x"]}}""", "not")]
    [InlineData("""{"type":"array","uniqueItems":true,"items":{"type":"integer"}}""", "uniqueItems")]
    [InlineData("""{"type":"integer","multipleOf":3}""", "multipleOf")]
    [InlineData("""{"type":"object","patternProperties":{"^(?=x)":{"type":"integer"}},"additionalProperties":false}""", "patternProperties")]
    [InlineData("""{"type":"string","format":"email"}""", "email")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"type":"number"}]}""", "oneOf")]
    [InlineData("""{"$ref":"#/nowhere"}""", "nowhere")]
    [InlineData("""{"type":"number","minimum":1e30}""", "1E+26")]
    [InlineData("""{"type":"integer","exclusiveMaximum":-1e30}""", "1E+26")]
    [InlineData("""{"type":"string","maxLength":60000}""", "50000")]
    [InlineData("""{"type":"object","properties":{"a":{}},"minProperties":1}""", "minProperties")]
    public void What_a_grammar_can_not_express_is_noted(string schema, string reason)
    {
        var log = new RecordingLogger();

        SchemaGrammars.Of(schema, log);

        log.Lines.Should().ContainSingle().Which.Text.Should().ContainAll("'root'", reason);
    }

    [Fact]
    public void Names_and_descriptions_never_leave_their_place()
    {
        var hostile = JsonSerializer.SerializeToElement(new { type = "object", properties = new Dictionary<string, object> { ["a\"\n::= root ::= \"x\" \\ # ]"] = new { type = "null" } }, description = "\" root ::= \"evil\"" });

        SchemaGrammars.Of(hostile).Gbnf.Split('\n').Where(line => line.Length > 0).Should().OnlyContain(line => line.Contains(" ::= ", StringComparison.Ordinal)).And.NotContain(line => line.Contains("evil", StringComparison.Ordinal));
    }

    private static string Properties(int count, Func<int, string> schema) =>
        new StringBuilder("""{"type":"object","properties":{""").AppendJoin(',', Enumerable.Range(0, count).Select(i => $"\"p{i}\":{schema(i)}")).Append("}}").ToString();

    private static string Chain(int length)
    {
        var links = Enumerable.Range(0, length).Select(i => $"\"d{i}\":{{\"type\":\"object\",\"properties\":{{\"next\":{{\"$ref\":\"#/$defs/d{i + 1}\"}}}}}},");
        return $"{{\"$ref\":\"#/$defs/d0\",\"$defs\":{{{string.Concat(links)}\"d{length}\":{{\"type\":\"null\"}}}}}}";
    }

    /// <summary>Does something with each line.</summary>
    private sealed class ActingLogger(Action act) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => act();
    }

    private static string Repeat(int count, string text) => string.Join(',', Enumerable.Repeat(text, count));
}
