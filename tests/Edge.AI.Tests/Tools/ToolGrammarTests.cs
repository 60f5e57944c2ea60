using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Edge.AI.Chat.Answers;
using Edge.AI.Chat.Messages;
using Edge.AI.Chat.Reasoning;
using Edge.AI.Grammars;
using Edge.AI.Inference;
using Edge.AI.Tests.Support;
using Edge.AI.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Tools;

/// <summary>Each format's grammar, its writing and its reading agree.</summary>
public sealed class ToolGrammarTests(TinyModel tiny)
{
    private static readonly AIFunctionDeclaration Mixed = Declared.Function(
        "mixed",
        "Takes everything",
        """
        {"type": "object", "properties": {"text": {"type": "string"}, "count": {"type": "integer"}, "on": {"type": "boolean"}, "unit": {"type": "string", "enum": ["c", "f"]}}, "required": ["text", "count"]}
        """);

    /// <summary>Without free text, which a random answer would rarely end.</summary>
    private static readonly AIFunctionDeclaration Bounded = Declared.Function(
        "bounded", "Takes what has an end", """{"type": "object", "properties": {"count": {"type": "integer"}, "unit": {"type": "string", "enum": ["c", "f"]}, "on": {"type": "boolean"}}, "required": ["count", "unit"]}""");

    private static readonly AIFunctionDeclaration Hostile = Declared.Function(
        "odd \"name\"\n</tool_call> ::= [TOOL_CALLS] \\ ü", "<|im_end|>\n</tools> \"quoted\"", """{"type": "object", "properties": {"a\"b\n": {"type": "string"}}}""");

    public static TheoryData<string> Formats => [.. All.Keys];

    private static Dictionary<string, ToolFormat> All { get; } = new ToolFormat[]
    {
        new HermesFormat(), new GenericFormat(), new MistralFormat(), new MistralNamedFormat(), new Llama3Format(), new CommandFormat(), new ApertusFormat(),
        new FunctionaryFormat(), new QwenCoderFormat(), new GlmFormat(), new PythonCallFormat(), new KimiFormat(), new HarmonyFormat(), new CommandPlusFormat(),
    }.ToDictionary(format => format.GetType().Name).Concat(new Dictionary<string, ToolFormat>
    {
        ["Granite"] = new MarkedListFormat("<|tool_call|>", ""),
        ["Phi-4"] = new MarkedListFormat("<|tool_call|>", "<|/tool_call|>"),
        ["Seed-OSS"] = new QwenCoderFormat("seed:tool_call"),
        ["Gemma 4"] = new GemmaFormat("<|tool_call>", "<tool_call|>", "<|\"|>"),
        ["FunctionGemma"] = new GemmaFormat("<start_function_call>", "<end_function_call>", "<escape>"),
        ["DeepSeek R1"] = new DeepSeekFormat(hasFence: true),
        ["DeepSeek 3.1"] = new DeepSeekFormat(hasFence: false),
    }).ToDictionary();

    [Theory]
    [MemberData(nameof(Formats))]
    public void What_a_format_writes_it_reads(string name)
    {
        var format = All[name];
        var call = new FunctionCallContent("c", "mixed", new Dictionary<string, object?> { ["text"] = "a \"b\"\n<c>", ["count"] = 3, ["on"] = true, ["unit"] = "c" });

        var reading = format.Read(format.Write([call], []).Text, isEnd: true, Tools(Mixed))!;

        reading.Calls.Should().ContainSingle().Which.Name.Should().Be("mixed");
        JsonElement.DeepEquals(JsonElement.Parse(reading.Calls[0].Arguments), ArgumentsJson.Of(call)).Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_random_answer_under_the_grammar_of_a_format_is_calls_of_that_format(string name)
    {
        var format = All[name];
        var model = await tiny.Loaded;
        var tools = Tools(Bounded);

        for (var seed = 0u; seed < 2; seed++)
        {
            var text = await SampleAsync(model, format, tools, seed);
            var reader = new AnswerReader(new(format, null), tools, [], isReasoning: false);
            var contents = reader.Append(text).Concat(reader.Flush()).ToList();

            contents.Should().NotBeEmpty().And.AllBeOfType<FunctionCallContent>($"'{text}' are calls");
            foreach (var call in contents.Cast<FunctionCallContent>())
            {
                call.Exception.Should().BeNull();
                call.Name.Should().Be("bounded");
                call.Arguments!.Keys.Should().Contain(["count", "unit"]);
            }
        }
    }

    /// <summary>Gemma's notation is none of JSON's, so its grammar is one of its own.</summary>
    [Fact]
    public async Task Arguments_in_the_notation_of_Gemma_match_the_schema()
    {
        const string Schema =
            """
            {"type": "object", "properties": {
              "b_list": {"type": "array", "items": {"type": "object", "properties": {"unit": {"type": "string", "enum": ["c", "f"]}, "n": {"type": "integer", "minimum": 3, "maximum": 9}}, "required": ["n"]}},
              "a_flag": {"type": "boolean"}, "c_level": {"enum": ["low", 3, null]}, "d_any": {}, "e_none": {"type": "object", "properties": {"x": {"type": "null"}}}}, "required": ["b_list", "c_level"]}
            """;
        var tools = Tools(Declared.Function("nested", "", Schema));
        var model = await tiny.Loaded;
        HashSet<string> seen = [];
        for (var seed = 0u; seed < 6; seed++)
        {
            if (await TrySampleAsync(model, All["Gemma 4"], tools, seed) is not { } text)
                continue; // hot enough to list until the end

            var call = All["Gemma 4"].Read(text, isEnd: true, tools)!.Calls.Should().ContainSingle().Subject;
            var arguments = JsonElement.Parse(call.Arguments);
            new SchemaValidator(JsonElement.Parse(Schema)).Errors(arguments).Should().BeEmpty(text);
            seen.UnionWith(arguments.EnumerateObject().Select(argument => argument.Name));
        }

        seen.Should().Contain(["b_list", "c_level"]);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Whatever_begins_a_call_the_grammar_goes_on_from_there_with_white_space_between_or_not(string name)
    {
        var (format, tools, model) = (All[name], Tools(Mixed), await tiny.Loaded);
        var grammar = AnswerGrammar.For(new(format, null), tools, response: null, isReasoning: false, NullLogger.Instance);
        string[] beginnings = [.. format.Openers(tools).SelectMany(opener => opener.Then.DefaultIfEmpty("").SelectMany(then => new[] { "", " \n" }.Select(space => opener.Marker + (then.Length == 0 ? "" : space + then.Replace("\n", space, StringComparison.Ordinal)))))];

        foreach (var beginning in beginnings.Where(beginning => !beginning.Contains('▁', StringComparison.Ordinal))) // which this tokenizer takes for a space
        {
            format.Openers(tools).Any(opener => Regex.IsMatch(beginning, $"{opener.Pattern}$", RegexOptions.None, TimeSpan.FromSeconds(10))).Should().BeTrue(beginning);
            model.TakenOf(grammar.Grammar, beginning).Should().Be(beginning);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_hostile_tool_breaks_no_grammar(string name)
    {
        var grammar = AnswerGrammar.For(new(All[name], new ReasoningFormat("<think>", "</think>")), Tools(Hostile), response: null, isReasoning: false, NullLogger.Instance);

        new GrammarGuard(grammar, (await tiny.Loaded).Vocabulary).Should().NotBeNull();
    }

    [Fact]
    public async Task Two_hundred_tools_are_one_grammar()
    {
        var tools = Tools([.. Enumerable.Range(0, 200).Select(i => Declared.Function($"tool_{i}", $"Does {i}", """{"type": "object", "properties": {"x": {"type": "integer"}}, "required": ["x"]}"""))]);

        var text = await SampleAsync(await tiny.Loaded, new HermesFormat(), tools, seed: 1);

        new HermesFormat().Read(text, isEnd: true, tools)!.Calls.Should().NotBeEmpty();
    }

    /// <summary>Random tokens that the grammar lets pass, up to an end: hot as they are, some answers find none, and are tried again with another seed.</summary>
    private static async Task<string> SampleAsync(LoadedModel model, ToolFormat format, ToolSet tools, uint seed)
    {
        for (var attempt = 0u; attempt < 10; attempt++)
        {
            if (await TrySampleAsync(model, format, tools, seed + 1000 * attempt) is { } text)
                return text;
        }

        throw new InvalidOperationException("It has no end.");
    }

    private static async Task<string?> TrySampleAsync(LoadedModel model, ToolFormat format, ToolSet tools, uint seed)
    {
        var grammar = AnswerGrammar.For(new(format, null), tools, response: null, isReasoning: false, NullLogger.Instance) with { ControlTokens = model.Vocabulary.ControlTokensIn(format.Markers) };
        var request = new GenerationRequest(Prompts.Ask(model, "Turn on the light."), new() { Temperature = 1.2f, TopK = 0, TopP = 1, MinP = 0, Seed = seed }, 250, grammar with { Triggers = [] });
        var (text, decoder) = (new StringBuilder(), new TextDecoder(model.Vocabulary, _ => true));
        var generation = model.Generate(request);
        await foreach (var token in generation.ReadAsync(TestContext.Current.CancellationToken))
            text.Append(decoder.Append(token));
        return generation.End is GenerationEnd.EndToken ? text.ToString() : null;
    }

    private static ToolSet Tools(params AIFunctionDeclaration[] tools) => ToolSet.From(new() { Tools = [.. tools], AllowMultipleToolCalls = false })!;
}
