using System.Text.Json;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tests.Tools;

/// <summary>Tools with a real model, greedy.</summary>
public sealed class ToolCallingTests(TinyModel tiny)
{
    private readonly EdgeChatClient _client = TinyClient.Over(tiny);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_tool_that_fits_is_called_with_the_right_arguments()
    {
        var response = await _client.GetResponseAsync("Calculate 12 + 30.", Offer(Declared.Weather, Declared.Add), Cancellation);

        var call = response.Messages.Should().ContainSingle().Which.Contents.Should().ContainSingle().Which.Should().BeOfType<FunctionCallContent>().Subject;
        (call.Name, Json(call.Arguments)).Should().Be(("add", """{"a":12,"b":30}"""));
        call.Exception.Should().BeNull();
        response.FinishReason.Should().Be(ChatFinishReason.ToolCalls);
    }

    [Fact]
    public async Task After_the_result_the_answer_uses_it()
    {
        List<ChatMessage> history = [new(ChatRole.User, "What is the weather in Oslo?")];
        var options = Offer(Declared.Weather, Declared.Time);
        var first = await _client.GetResponseAsync(history, options, Cancellation);
        history.AddRange(first.Messages);
        history.Add(new(ChatRole.Tool, [new FunctionResultContent(Calls(first).Single().CallId, "7 degrees and rainy")]));

        var second = await _client.GetResponseAsync(history, options, Cancellation);

        second.Text.Should().Be("The result is: 7 degrees and rainy.");
        second.FinishReason.Should().Be(ChatFinishReason.Stop);
    }

    [Fact]
    public async Task Several_calls_come_in_one_message_with_ids_of_their_own()
    {
        var response = await _client.GetResponseAsync("What is the weather in Oslo and Rome?", Offer(Declared.Weather), Cancellation);

        Calls(response).Select(call => Json(call.Arguments)).Should().Equal("""{"city":"Oslo"}""", """{"city":"Rome"}""");
        Calls(response).Select(call => call.CallId).Should().OnlyHaveUniqueItems();
        response.Messages.Should().ContainSingle().Which.Contents.Should().AllBeOfType<FunctionCallContent>();
    }

    [Fact]
    public async Task At_most_one_call_comes_where_several_are_not_allowed()
    {
        var options = Offer(Declared.Weather);
        options.AllowMultipleToolCalls = false;

        var response = await _client.GetResponseAsync("What is the weather in Oslo and Rome?", options, Cancellation);

        Calls(response).Should().ContainSingle();
        response.FinishReason.Should().Be(ChatFinishReason.ToolCalls);
    }

    [Fact]
    public async Task With_tool_mode_none_no_tool_is_offered()
    {
        var options = Offer(Declared.Weather);
        options.ToolMode = ChatToolMode.None;

        var response = await _client.GetResponseAsync("What is the capital of France?", options, Cancellation);

        response.Text.Should().Be("The capital of France is Paris.");
        response.Usage!.InputTokenCount.Should().Be(18, "the prompt says nothing of tools");
    }

    [Fact]
    public async Task Offered_tools_are_not_called_where_none_is_needed()
    {
        var response = await _client.GetResponseAsync("What is the capital of France?", Offer(Declared.Weather), Cancellation);

        response.Text.Should().Be("The capital of France is Paris.");
        response.FinishReason.Should().Be(ChatFinishReason.Stop);
    }

    [Fact]
    public async Task Tools_that_are_no_functions_are_skipped()
    {
        ChatOptions options = new() { Temperature = 0, Tools = [new HostedWebSearchTool(), Declared.Weather, new HostedCodeInterpreterTool()] };

        var response = await _client.GetResponseAsync("What is the weather in Oslo?", options, Cancellation);

        Calls(response).Should().ContainSingle().Which.Name.Should().Be("get_weather");
    }

    [Fact]
    public async Task A_call_is_streamed_whole_and_equals_the_gathered_one()
    {
        var options = Offer(Declared.Weather, Declared.Add);
        List<ChatResponseUpdate> updates = [];
        await foreach (var update in _client.GetStreamingResponseAsync("Calculate 12 + 30.", options, Cancellation))
            updates.Add(update);

        var gathered = await _client.GetResponseAsync("Calculate 12 + 30.", options, Cancellation);

        var streamed = updates.SelectMany(update => update.Contents).OfType<FunctionCallContent>().Should().ContainSingle().Subject;
        (streamed.Name, Json(streamed.Arguments)).Should().Be((Calls(gathered).Single().Name, Json(Calls(gathered).Single().Arguments)));
        updates.SelectMany(update => update.Contents).OfType<TextContent>().Should().BeEmpty();
        updates[^1].FinishReason.Should().Be(ChatFinishReason.ToolCalls);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(16, true)]
    [InlineData(1, false)]
    [InlineData(16, false)]
    public async Task A_call_that_was_cut_off_is_neither_a_call_nor_text(int maxTokens, bool isRequired)
    {
        var options = Offer(Declared.Weather);
        options.MaxOutputTokens = maxTokens;
        options.ToolMode = isRequired ? ChatToolMode.RequireAny : ChatToolMode.Auto;

        var response = await _client.GetResponseAsync("What is the weather in Oslo?", options, Cancellation);
        var streamed = await _client.GetStreamingResponseAsync("What is the weather in Oslo?", options, Cancellation).ToChatResponseAsync(Cancellation);

        foreach (var answer in new[] { response, streamed })
        {
            answer.Messages.SelectMany(message => message.Contents).Should().BeEmpty();
            answer.FinishReason.Should().Be(ChatFinishReason.Length);
            answer.Usage!.OutputTokenCount.Should().Be(maxTokens);
        }
    }

    [Fact]
    public async Task A_stop_string_within_arguments_does_not_end_the_answer()
    {
        var options = Offer(Declared.Weather);
        options.StopSequences = ["Oslo", "city", "name"];

        var response = await _client.GetResponseAsync("What is the weather in Oslo?", options, Cancellation);

        Calls(response).Select(call => Json(call.Arguments)).Should().Equal("""{"city":"Oslo"}""");
        response.FinishReason.Should().Be(ChatFinishReason.ToolCalls);
    }

    [Fact]
    public async Task Calls_survive_JSON()
    {
        var response = await _client.GetResponseAsync("Calculate 12 + 30.", Offer(Declared.Add), Cancellation);

        var json = JsonSerializer.Serialize(response, AIJsonUtilities.DefaultOptions);
        var back = JsonSerializer.Deserialize<ChatResponse>(json, AIJsonUtilities.DefaultOptions)!;

        JsonSerializer.Serialize(back, AIJsonUtilities.DefaultOptions).Should().Be(json);
        Calls(back).Single().CallId.Should().Be(Calls(response).Single().CallId);
    }

    [Theory]
    [InlineData("What is the capital of France?")]
    [InlineData("hello")]
    [InlineData("")]
    public async Task A_required_tool_is_called_whatever_the_prompt(string prompt)
    {
        var options = Offer(Declared.Weather, Declared.Light);
        options.ToolMode = ChatToolMode.RequireAny;

        var response = await _client.GetResponseAsync(prompt, options, Cancellation);

        Calls(response).Should().NotBeEmpty().And.OnlyContain(call => call.Exception == null && (call.Name == "get_weather" || call.Name == "set_light"));
        response.Text.Should().BeEmpty();
        response.FinishReason.Should().Be(ChatFinishReason.ToolCalls);
    }

    [Fact]
    public async Task The_one_tool_that_is_required_is_called_and_no_other()
    {
        var options = Offer(Declared.Weather, Declared.Light);
        options.ToolMode = ChatToolMode.RequireSpecific("set_light");
        options.AllowMultipleToolCalls = false;

        var response = await _client.GetResponseAsync("What is the weather in Oslo?", options, Cancellation);

        var call = Calls(response).Should().ContainSingle().Subject;
        call.Name.Should().Be("set_light");
        call.Arguments!.Keys.Should().Equal("room", "on");
        ((JsonElement)call.Arguments["on"]!).ValueKind.Should().BeOneOf(JsonValueKind.True, JsonValueKind.False);
    }

    [Fact]
    public async Task Arguments_match_the_schema_at_any_temperature()
    {
        ChatOptions options = new() { Temperature = 1.5f, TopK = 0, TopP = 1, Seed = 7, Tools = [Declared.Light], ToolMode = ChatToolMode.RequireAny, MaxOutputTokens = 400 };

        for (var seed = 0; seed < 5; seed++)
        {
            options.Seed = seed;
            var response = await _client.GetResponseAsync("Turn off the light in the kitchen.", options, Cancellation);
            if (response.FinishReason == ChatFinishReason.Length)
                continue; // hot enough to talk until the end

            Calls(response).Should().OnlyContain(call => call.Exception == null && call.Arguments!.Keys.SequenceEqual(new[] { "room", "on" }));
        }
    }

    [Theory]
    [InlineData("What is the weather in Oslo?")]
    [InlineData("What is the capital of France?")]
    public async Task With_a_response_format_beside_tools_the_answer_is_a_call_or_JSON(string prompt)
    {
        var options = Offer(Declared.Weather);
        options.ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""{"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"]}"""));

        var response = await _client.GetResponseAsync(prompt, options, Cancellation);

        if (Calls(response).Count == 0)
            JsonElement.Parse(response.Text).GetProperty("ok").ValueKind.Should().BeOneOf(JsonValueKind.True, JsonValueKind.False);
        else
            response.Text.Should().BeEmpty();
    }

    private static ChatOptions Offer(params AITool[] tools) => new() { Temperature = 0, Tools = tools };

    private static List<FunctionCallContent> Calls(ChatResponse response) => [.. response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>()];

    private static string Json(IDictionary<string, object?>? arguments) => JsonSerializer.Serialize(arguments);
}
