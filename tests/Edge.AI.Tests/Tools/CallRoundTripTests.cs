using System.Globalization;
using System.Text.Json;
using Edge.AI.Chat.Answers;
using Edge.AI.Grammars;
using Edge.AI.Inference;
using Edge.AI.Testing.Gguf;
using Edge.AI.Tests.Support;
using Edge.AI.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Tools;

/// <summary>
/// Whatever a template writes for a call, the grammar of its format admits, and the reader reads back. EDGE_AI_CALL_DRAWS sets the number of draws for each template,
/// EDGE_AI_CALL_SEED the first seed, EDGE_AI_TEMPLATES a folder with other templates.
/// </summary>
public sealed class CallRoundTripTests(TinyModel tiny, CallRoundTripTests.ByteModel bytes) : IClassFixture<CallRoundTripTests.ByteModel>
{
    private const string Question = "What is drawn here?";
    private const string Result = "This came back.";

    private static int Draws { get; } = Number("EDGE_AI_CALL_DRAWS", 10);

    private static int FirstSeed { get; } = Number("EDGE_AI_CALL_SEED", 1);

    public static TheoryData<string> Published => [.. SharedTemplates.Names.DefaultIfEmpty("none")];

    public static TheoryData<string> Written => [.. CallTemplates.All.Keys];

    [Theory]
    [MemberData(nameof(Published))]
    public Task Whatever_a_published_template_writes_for_a_call_is_admitted_and_read_back(string template) => CheckAsync(SharedTemplates.Source(template));

    [Theory]
    [MemberData(nameof(Written))]
    public Task Whatever_a_template_of_a_known_format_writes_for_a_call_is_admitted_and_read_back(string format) => CheckAsync(CallTemplates.All[format]);

    [Fact]
    public void The_templates_cover_every_format_that_is_known() =>
        CallTemplates.All.Keys.Should().HaveCountGreaterThan(20);

    private async Task CheckAsync(string template)
    {
        var model = await bytes.Loaded;
        var renderer = await TestRenderer.ForAsync(tiny, template);
        List<string> failures = [];
        var (ambiguous, refused) = (0, 0);
        for (var seed = FirstSeed; seed < FirstSeed + Draws; seed++)
        {
            var drawn = DrawnCall.From(seed);
            try
            {
                if (Check(renderer, model, drawn, ref ambiguous) is { } failure)
                    failures.Add($"seed {seed}: {failure}\n  schema {drawn.Schema}\n  arguments {drawn.Arguments}");
            }
            catch (ModelValidationException)
            {
                refused++; // some templates can't declare every schema
            }
        }

        failures.Should().BeEmpty($"{renderer.Renderer.Format.Tools.GetType().Name}: {failures.Count} of {Draws} failed\n{string.Join("\n", failures.Take(Number("EDGE_AI_CALL_SHOWN", 3)))}");
        refused.Should().BeLessThan(Draws / 2, "what a template can't say proves nothing");
        ambiguous.Should().BeLessThanOrEqualTo(2 + Draws / 10, "what can't be told apart proves nothing");
    }

    private static string? Check(TestRenderer renderer, LoadedModel model, DrawnCall drawn, ref int ambiguous)
    {
        var format = renderer.Renderer.Format.Tools;
        var tools = ToolSet.From(new() { Tools = [drawn.Tool], ToolMode = ChatToolMode.RequireAny })!;
        var said = Render(renderer, drawn.Tool, drawn.Call);
        if (Start(format, tools, said) is not { } start)
            return $"no call begins in {said}";

        var written = said[start..];
        if (format.Read(written, isEnd: true, tools) is not { Calls: [var call] } reading)
            return $"not read as one call: {written}";

        var text = written[..reading.Length];
        foreach (var piece in (int[])[text.Length, 3])
        {
            var reader = new AnswerReader(new(format, null), tools, [], isReasoning: false);
            List<AIContent> contents = [.. text.Chunk(piece).SelectMany(part => reader.Append(new(part))), .. reader.Flush()];
            if (contents is not [FunctionCallContent { Exception: null, Name: "drawn_tool" }])
                return $"read as {string.Join('|', contents)}: {text}";
        }

        if (!JsonElement.DeepEquals(JsonElement.Parse(call.Arguments), drawn.Arguments))
        {
            if (!IsTheSame(renderer, drawn, JsonElement.Parse(call.Arguments), said))
                return $"read back as {call.Arguments} from {text}";
            ambiguous++;
        }

        var grammar = AnswerGrammar.For(new(format, null), tools, response: null, isReasoning: false, NullLogger.Instance).Grammar;
        return model.Takes(grammar, text) ? null : $"refused after '{model.TakenOf(grammar, text)}': {text}\n{(Number("EDGE_AI_CALL_GRAMMAR", 0) > 0 ? grammar.Gbnf : "")}";
    }

    /// <summary>Whether the template writes the same for other arguments that the schema admits: then nobody can tell which were meant.</summary>
    private static bool IsTheSame(TestRenderer renderer, DrawnCall drawn, JsonElement read, string said) =>
        !new SchemaValidator(drawn.Schema).Errors(read).Any() && Render(renderer, drawn.Tool, DrawnCall.Of(read)) == said;

    private static string Render(TestRenderer renderer, AIFunctionDeclaration tool, FunctionCallContent call)
    {
        var said = renderer.Render(new ChatOptions { Tools = [tool] }, new(ChatRole.User, Question), new(ChatRole.Assistant, [call]), new(ChatRole.Tool, [new FunctionResultContent(call.CallId, Result)]));
        var question = said.LastIndexOf(Question, StringComparison.Ordinal) + Question.Length;
        return said[question..said.IndexOf(Result, question, StringComparison.Ordinal)];
    }

    private static int? Start(ToolFormat format, ToolSet tools, string said)
    {
        int? first = null;
        foreach (var opener in format.Openers(tools))
        {
            for (var at = said.IndexOf(opener.Marker, StringComparison.Ordinal); at >= 0; at = said.IndexOf(opener.Marker, at + 1, StringComparison.Ordinal))
            {
                if (opener.Opens(said.AsSpan(at)) is true && at < (first ?? int.MaxValue))
                    first = at;
            }
        }

        return first;
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    /// <summary>A model whose tokenizer gives every text back as it is, each byte of it.</summary>
    public sealed class ByteModel : IAsyncDisposable
    {
        private readonly Lazy<Task<LoadedModel>> _loading = new(() => NoiseModel.LoadAsync(new() { VocabularyKind = VocabularyKind.BytePair, Layers = 1 }));

        internal Task<LoadedModel> Loaded => _loading.Value;

        public async ValueTask DisposeAsync()
        {
            if (_loading.IsValueCreated)
                await (await _loading.Value).DisposeAsync();
        }
    }
}
