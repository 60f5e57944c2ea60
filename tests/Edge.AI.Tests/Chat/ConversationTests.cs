using System.Text.Json;
using Edge.AI.Chat;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tests.Chat;

/// <summary>Whole conversations with edge-tiny, greedy, streamed and gathered alike.</summary>
public sealed class ConversationTests(TinyModel tiny)
{
    private readonly EdgeChatClient _client = TinyClient.Over(tiny);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_conversation_remembers_the_name_of_the_user(bool isStreamed)
    {
        List<ChatMessage> history = [new(ChatRole.User, "My name is Zoe.")];
        history.AddRange((await AskAsync(history, new() { Temperature = 0 }, isStreamed)).Messages);
        history.Add(new(ChatRole.User, "What is my name?"));

        (await AskAsync(history, new() { Temperature = 0 }, isStreamed)).Text.Should().Be("Your name is Zoe.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_loop_that_invokes_functions_ends_with_an_answer_that_uses_the_result(bool isStreamed)
    {
        List<string> invoked = [];
        var weather = AIFunctionFactory.Create(
            (string city) =>
            {
                invoked.Add(city);
                return "7 degrees and rainy";
            },
            "get_weather",
            "Gets the weather of a city");
        List<ChatMessage> history = [new(ChatRole.User, "What is the weather in Oslo?")];
        ChatOptions options = new() { Temperature = 0, Tools = [weather, AIFunctionFactory.Create((string city) => "14:35", "get_time", "Gets the local time")] };

        var response = await AskAsync(history, options, isStreamed);
        while (response.FinishReason == ChatFinishReason.ToolCalls)
        {
            history.AddRange(response.Messages);
            foreach (var call in response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>())
                history.Add(new(ChatRole.Tool, [new FunctionResultContent(call.CallId, await weather.InvokeAsync(new(call.Arguments), Cancellation))]));
            response = await AskAsync(history, options, isStreamed);
        }

        invoked.Should().Equal("Oslo");
        response.Text.Should().Be("The result is: 7 degrees and rainy.");
    }

    [Fact]
    public async Task The_ids_of_calls_are_unique_across_turns()
    {
        HashSet<string> ids = [];
        for (var turn = 0; turn < 3; turn++)
        {
            var response = await AskAsync([new(ChatRole.User, "What is the weather in Oslo?")], new() { Temperature = 0, Tools = [Declared.Weather] }, isStreamed: false);
            ids.Add(response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().Single().CallId).Should().BeTrue();
        }
    }

    [Fact]
    public async Task The_instructions_of_an_agent_are_the_first_system_message_and_may_have_an_author()
    {
        var plain = await AskAsync([new(ChatRole.System, "You are concise."), new(ChatRole.User, "hello")], new() { Temperature = 0 }, isStreamed: false);

        var authored = await AskAsync([new(ChatRole.System, "You are concise.") { AuthorName = "Agent" }, new(ChatRole.User, "hello")], new() { Temperature = 0 }, isStreamed: false);

        (authored.Text, authored.Usage!.InputTokenCount).Should().Be((plain.Text, plain.Usage!.InputTokenCount));
    }

    [Fact]
    public async Task The_function_of_a_plugin_is_called_by_the_name_that_Semantic_Kernel_gives_it()
    {
        ChatOptions options = new()
        {
            Temperature = 0,
            Tools =
            [
                Declared.Function("Lights_get_lights", "Gets a list of lights and their current state", """{"type": "object", "properties": {}}"""),
                Declared.Function("Lights_change_state", "Changes the state of the light", """{"type": "object", "properties": {"id": {"type": "integer"}, "on": {"type": "boolean"}}, "required": ["id", "on"]}"""),
            ],
        };

        var response = await AskAsync([new(ChatRole.User, "Which lights are on?")], options, isStreamed: false);

        response.Messages.Single().Contents.OfType<FunctionCallContent>().Should().ContainSingle().Which.Name.Should().Be("Lights_get_lights");
    }

    [Fact]
    public async Task Settings_that_went_through_JSON_mean_what_they_meant()
    {
        ChatOptions options = new()
        {
            Temperature = 1,
            TopP = 0.9f,
            Seed = 7,
            MaxOutputTokens = 12,
            StopSequences = ["\n"],
            ToolMode = ChatToolMode.RequireAny,
            AdditionalProperties = new() { ["min_p"] = 0.1, ["repeat_penalty"] = 1.3f, ["mirostat"] = 0, ["logit_bias"] = new Dictionary<string, int> { ["5"] = -1 }, ["service_id"] = "edge" },
        };
        var received = JsonSerializer.Deserialize<ChatOptions>(JsonSerializer.Serialize(options, AIJsonUtilities.DefaultOptions), AIJsonUtilities.DefaultOptions)!;
        received.Tools = options.Tools = [Declared.Weather];

        var (sent, arrived) = (ChatRequest.From(options, TinyClient.Model), ChatRequest.From(received, TinyClient.Model));
        var response = await AskAsync([new(ChatRole.User, "hello")], received, isStreamed: false);

        arrived.Sampling(new()).Should().BeEquivalentTo(sent.Sampling(new()));
        arrived.Sampling(new()).Should().BeEquivalentTo(new { Temperature = 1f, TopP = 0.9f, MinP = 0.1f, RepeatPenalty = 1.3f, Seed = 7u });
        (arrived.MaxTokens, arrived.Tools!.IsRequired).Should().Be((12, true));
        arrived.StopStrings.Should().Equal("\n");
        response.FinishReason.Should().Be(ChatFinishReason.Length, "{0} tokens are too few for a call", received.MaxOutputTokens);
    }

    [Fact]
    public async Task What_UseOpenTelemetry_reads_is_there()
    {
        var response = await AskAsync([new(ChatRole.User, "hello")], new() { Temperature = 0 }, isStreamed: true);

        var metadata = (ChatClientMetadata)_client.GetService(typeof(ChatClientMetadata))!;
        (metadata.ProviderName, metadata.DefaultModelId).Should().Be(("edge.ai", "edge-tiny"));
        (response.ModelId, response.FinishReason).Should().Be(("edge-tiny", ChatFinishReason.Stop));
        response.ResponseId.Should().NotBeNullOrEmpty();
        (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount).Should().BeEquivalentTo((10L, response.Usage.TotalTokenCount - 10));
    }

    [Fact]
    public async Task Errors_throw_on_both_paths()
    {
        foreach (var isStreamed in new[] { false, true })
        {
            var ask = () => AskAsync([new(ChatRole.User, string.Concat(Enumerable.Repeat("too long ", 5000)))], new(), isStreamed);
            await ask.Should().ThrowAsync<ContextExceededException>();
        }
    }

    [Fact]
    public async Task Every_certain_answer_with_tools_is_the_one_that_the_weights_give()
    {
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "TestData", "edge-tiny-expected.json"), Cancellation));
        foreach (var row in document.RootElement.EnumerateArray().Where(row => row.GetProperty("tools").GetArrayLength() > 0 && row.GetProperty("leastProbability").GetDouble() > 0.8))
        {
            ChatOptions options = new() { Temperature = 0, Tools = [.. row.GetProperty("tools").EnumerateArray().Select(tool => Tool(tool.GetProperty("function")))] };

            var response = await AskAsync(row.GetProperty("messages").EnumerateArray().Select(Message), options, isStreamed: true);

            response.Usage!.InputTokenCount.Should().Be(row.GetProperty("promptTokens").GetInt32());
            string.Join('\n', response.Messages.Single().Contents.Select(Written)).Should().Be(row.GetProperty("answer").GetString());
        }
    }

    private static AIFunctionDeclaration Tool(JsonElement function) => AIFunctionFactory.CreateDeclaration(
        function.GetProperty("name").GetString()!, function.GetProperty("description").GetString(), function.GetProperty("parameters").Clone());

    private static ChatMessage Message(JsonElement message) => message.GetProperty("role").GetString() switch
    {
        "tool" => new(ChatRole.Tool, [new FunctionResultContent("c", message.GetProperty("content").GetString())]),
        "assistant" when message.TryGetProperty("tool_calls", out var calls) => new(ChatRole.Assistant, [.. calls.EnumerateArray().Select(call => Call(call.GetProperty("function")))]),
        var role => new(new(role!), message.GetProperty("content").GetString()),
    };

    private static FunctionCallContent Call(JsonElement function) =>
        new("c", function.GetProperty("name").GetString()!, function.GetProperty("arguments").EnumerateObject().ToDictionary(argument => argument.Name, object? (argument) => argument.Value.Clone()));

    /// <summary>A content as edge-tiny writes it.</summary>
    private static string Written(AIContent content) => content is FunctionCallContent call
        ? $$"""<tool_call>{"name": "{{call.Name}}", "arguments": {{AI.Tools.ArgumentsJson.TextOf(AI.Tools.ArgumentsJson.Of(call))}}}</tool_call>"""
        : ((TextContent)content).Text;

    private async Task<ChatResponse> AskAsync(IEnumerable<ChatMessage> messages, ChatOptions options, bool isStreamed) => isStreamed
        ? await _client.GetStreamingResponseAsync(messages, options, Cancellation).ToChatResponseAsync(Cancellation)
        : await _client.GetResponseAsync(messages, options, Cancellation);
}
