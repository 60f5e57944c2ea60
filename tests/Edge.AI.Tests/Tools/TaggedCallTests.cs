using System.Text.Json;
using Edge.AI.Chat.Answers;
using Edge.AI.Grammars;
using Edge.AI.Tests.Support;
using Edge.AI.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Tools;

/// <summary>Calls whose arguments are not JSON: what the grammar admits, what it refuses, and what is read.</summary>
public sealed class TaggedCallTests(NoiseModel noise)
{
    private const string Color = """{"type": "object", "properties": {"color": {"type": "string", "enum": ["red", "dark blue"]}}, "required": ["color"]}""";
    private const string ReferredColor = """{"type": "object", "properties": {"color": {"$ref": "#/$defs/color"}}, "required": ["color"], "$defs": {"color": {"enum": ["red", "dark blue"]}}}""";
    private const string ReferredText = """{"type": "object", "properties": {"zip": {"$ref": "#/$defs/zip"}}, "required": ["zip"], "$defs": {"zip": {"type": "string"}}}""";

    private static readonly QwenCoderFormat Qwen = new();
    private static readonly GlmFormat Glm = new();
    private static readonly PythonCallFormat Lfm = new();
    private static readonly GemmaFormat Gemma = new("<|tool_call>", "<tool_call|>", "<|\"|>");

    [Theory]
    [InlineData("\nred\n", "red")]
    [InlineData("red", "red")]
    [InlineData("\ndark blue\n", "dark blue")]
    [InlineData("\ngreen\n", null)]
    public async Task An_enum_stands_on_a_line_of_its_own_or_not_and_is_kept_to(string value, string? expected)
    {
        await Check(Qwen, Color, InTags(value, "color"), Json("color", expected));
        await Check(Qwen, ReferredColor, InTags(value, "color"), Json("color", expected));
    }

    [Theory]
    [InlineData("""{"anyOf": [{"type": "string"}, {"type": "null"}]}""", "Oslo", "\"Oslo\"")]
    [InlineData("""{"anyOf": [{"type": "string"}, {"type": "null"}]}""", "null", "null")]
    [InlineData("""{"anyOf": [{"type": "string"}, {"type": "null"}]}""", "90210", "\"90210\"")]
    [InlineData("""{"oneOf": [{"type": "string"}, {"type": "integer"}]}""", "Oslo", "\"Oslo\"")]
    [InlineData("""{"oneOf": [{"type": "string"}, {"type": "integer"}]}""", "12", "12")]
    [InlineData("""{"allOf": [{"type": "string"}, {"description": "x"}]}""", "01234", "\"01234\"")]
    [InlineData("""{"allOf": [{"type": "string"}, {"enum": ["1", "2"]}]}""", "1", "\"1\"")]
    [InlineData("""{"allOf": [{"type": "string"}, {"enum": ["1", "2"]}]}""", "3", null)]
    [InlineData("""{"const": "fixed"}""", "fixed", "\"fixed\"")]
    [InlineData("""{"const": "7"}""", "7", "\"7\"")]
    [InlineData("""{"const": 7}""", "7", "7")]
    [InlineData("""{"const": 7}""", "seven", null)]
    [InlineData("""{"type": ["integer", "null"]}""", "None", "null")]
    [InlineData("""{"type": "boolean"}""", "True", "true")]
    [InlineData("""{"type": "boolean"}""", "yes", null)]
    [InlineData("""{"type": "array", "items": {"type": ["string", "boolean"]}}""", "['it', True]", "[\"it\",true]")]
    [InlineData("{}", "any text", "\"any text\"")]
    [InlineData("true", "[1]", "[1]")]
    public Task Whatever_the_schema_is_text_stands_bare_and_means_what_the_schema_admits(string schema, string value, string? expected) =>
        Check(Qwen, Tool("v", schema), InTags($"\n{value}\n", "v"), expected is null ? null : $$"""{"v": {{expected}}}""");

    [Theory]
    [InlineData("90210")]
    [InlineData("01234")]
    public async Task Text_behind_a_reference_stays_text_in_every_notation(string zip)
    {
        await Check(Qwen, ReferredText, InTags($"\n{zip}\n", "zip"), Json("zip", zip));
        await Check(Glm, ReferredText, $"<tool_call>drawn\n<arg_key>zip</arg_key>\n<arg_value>{zip}</arg_value>\n</tool_call>", Json("zip", zip));
        await Check(Lfm, ReferredText, $"<|tool_call_start|>[drawn(zip=\"{zip}\")]<|tool_call_end|>", Json("zip", zip));
        await Check(Gemma, ReferredText, $"<|tool_call>call:drawn{{zip:<|\"|>{zip}<|\"|>}}<tool_call|>", Json("zip", zip));
    }

    [Fact]
    public async Task A_number_is_refused_where_a_reference_leads_to_text()
    {
        await Check(Lfm, ReferredText, "<|tool_call_start|>[drawn(zip=90210)]<|tool_call_end|>", null);
        await Check(Gemma, ReferredText, "<|tool_call>call:drawn{zip:90210}<tool_call|>", null);
    }

    [Theory]
    [InlineData("red", true)]
    [InlineData("green", false)]
    public async Task An_enum_behind_a_reference_is_kept_to_in_every_notation(string color, bool isAdmitted)
    {
        var expected = isAdmitted ? Json("color", color) : null;

        await Check(Glm, ReferredColor, $"<tool_call>drawn\n<arg_key>color</arg_key>\n<arg_value>{color}</arg_value>\n</tool_call>", expected);
        await Check(Lfm, ReferredColor, $"<|tool_call_start|>[drawn(color=\"{color}\")]<|tool_call_end|>", expected);
        await Check(Gemma, ReferredColor, $"<|tool_call>call:drawn{{color:<|\"|>{color}<|\"|>}}<tool_call|>", expected);
    }

    [Fact]
    public async Task Where_the_reader_sees_the_end_of_a_value_the_grammar_sees_it_as_well()
    {
        var city = Tool("city", """{"type": "string"}""");

        await Check(Qwen, city, "<tool_call>\n<function=drawn>\n<parameter=city>Oslo</parameter>\n</function>\n</tool_call>", Json("city", "Oslo"));
        await Check(Qwen, city, "<tool_call><function=drawn><parameter=city>Oslo</parameter></function></tool_call>", Json("city", "Oslo"));
        await Check(Qwen, city, InTags("\na\n</parameter>\nb\n", "city"), Json("city", "a\n</parameter>\nb"));
        await Check(Glm, city, "<tool_call>drawn<arg_key>city</arg_key><arg_value>\nx</arg_value> y\n</arg_value></tool_call>", Json("city", "\nx</arg_value> y\n"));
    }

    [Theory]
    [InlineData("<function=drawn>\n<parameter=city>\nOslo\n</parameter>\n</function>")]
    [InlineData("<function=drawn>\n<parameter=city>\nOslo\n</parameter>\n</function>\n</tool_call>")]
    public async Task A_bare_function_of_an_offered_tool_is_a_call(string written)
    {
        var city = Tool("city", """{"type": "string"}""");

        await Check(Qwen, city, written, Json("city", "Oslo"));
        string.Concat(Read(Qwen, city, $"I look.\n{written}\n").Select(Describe)).Should().Be("""I look.drawn{"city":"Oslo"}""");
    }

    [Theory]
    [InlineData("Write <function=other>{}</function> there.")]
    [InlineData("Write <function=drawn there.")]
    public void A_bare_function_that_is_not_offered_is_text(string written) =>
        string.Concat(Read(Qwen, Tool("city", """{"type": "string"}"""), written).Cast<TextContent>().Select(text => text.Text)).Should().Be(written);

    [Theory]
    [InlineData("""{"type": "object", "additionalProperties": {"type": "string"}}""", """{"any":"1"}""")]
    [InlineData("""{"$ref": "#/$defs/all", "$defs": {"all": {"type": "object", "properties": {"any": {"type": "string"}}}}}""", """{"any":"1"}""")]
    [InlineData("""{"allOf": [{"type": "object", "properties": {"any": {"type": "string"}}}, {"required": ["any"]}]}""", """{"any":"1"}""")]
    [InlineData("""{"anyOf": [{"type": "object", "properties": {"some": {"type": "integer"}}, "required": ["some"]}, {"type": "object", "properties": {"any": {"type": "string"}}}]}""", """{"any":"1"}""")]
    public async Task Arguments_are_found_wherever_the_schema_names_them(string schema, string expected)
    {
        await Check(Qwen, schema, InTags("\n1\n", "any"), expected);
        await Check(Lfm, schema, "<|tool_call_start|>[drawn(any=\"1\")]<|tool_call_end|>", expected);
        await Check(Gemma, schema, "<|tool_call>call:drawn{any:<|\"|>1<|\"|>}<tool_call|>", expected);
    }

    [Fact]
    public void Arguments_that_nothing_satisfies_are_an_error()
    {
        foreach (var format in new ToolFormat[] { Qwen, Glm, Lfm, Gemma })
            FluentActions.Invoking(() => GrammarOf(format, Offer(Tool("v", """{"type": "integer", "minimum": 5, "maximum": 3}""")))).Should().Throw<EdgeOptionException>();
    }

    private async Task Check(ToolFormat format, string schema, string written, string? expected)
    {
        var grammar = GrammarOf(format, Offer(schema));

        (await noise.Loaded).Takes(grammar, written).Should().Be(expected is not null, $"{format.GetType().Name} writes {written} under\n{grammar.Gbnf}");
        if (expected is null)
            return;

        var call = Read(format, schema, written).Should().ContainSingle().Which.Should().BeOfType<FunctionCallContent>().Subject;
        JsonElement.DeepEquals(JsonSerializer.SerializeToElement(call.Arguments), JsonElement.Parse(expected)).Should().BeTrue($"{JsonSerializer.Serialize(call.Arguments)} was read from {written}");
    }

    private static Edge.AI.Grammars.Grammar GrammarOf(ToolFormat format, ToolSet tools) => AnswerGrammar.For(new(format, null), tools, response: null, isReasoning: false, NullLogger.Instance).Grammar;

    private static List<AIContent> Read(ToolFormat format, string schema, string written)
    {
        var reader = new AnswerReader(new(format, null), Offer(schema), [], isReasoning: false);
        return [.. written.Chunk(3).SelectMany(piece => reader.Append(new(piece))), .. reader.Flush()];
    }

    private static string Describe(AIContent content) => content is FunctionCallContent call ? call.Name + JsonSerializer.Serialize(call.Arguments) : ((TextContent)content).Text;

    private static ToolSet Offer(string schema) => ToolSet.From(new() { Tools = [Declared.Function("drawn", "", schema)], ToolMode = ChatToolMode.RequireAny })!;

    private static string Tool(string name, string schema) => $$"""{"type": "object", "properties": {"{{name}}": {{schema}}}, "required": ["{{name}}"]}""";

    private static string InTags(string value, string name) => $"<tool_call>\n<function=drawn>\n<parameter={name}>{value}</parameter>\n</function>\n</tool_call>";

    private static string? Json(string name, string? value) => value is null ? null : $$"""{"{{name}}": {{JsonSerializer.Serialize(value)}}}""";
}
