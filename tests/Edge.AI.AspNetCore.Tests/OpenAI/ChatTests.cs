using System.ClientModel;
using System.Text.Json;
using Edge.AI.AspNetCore.Tests.Support;
using OpenAI.Chat;

namespace Edge.AI.AspNetCore.Tests.OpenAI;

/// <summary>What the official client of OpenAI gets.</summary>
public sealed class ChatTests(TinyServer tiny)
{
    private const string WeatherParameters = """{"type":"object","properties":{"city":{"type":"string","description":"The city"}},"required":["city"]}""";

    private static readonly ChatTool s_weather = ChatTool.CreateFunctionTool("get_weather", "Gets the weather of a city", BinaryData.FromString(WeatherParameters));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ChatClient Client => tiny.Server.OpenAIClient().GetChatClient(TinyServer.Model);

    [Fact]
    public async Task A_question_is_answered()
    {
        ChatCompletion answer = await Client.CompleteChatAsync([new UserChatMessage("What is the capital of France?")], cancellationToken: Cancellation);

        answer.Content.Single().Text.Should().Be("The capital of France is Paris.");
        answer.FinishReason.Should().Be(ChatFinishReason.Stop);
        answer.Model.Should().Be(TinyServer.Model);
        answer.Role.Should().Be(ChatMessageRole.Assistant);
        answer.Id.Should().StartWith("chatcmpl-");
        answer.CreatedAt.Should().BeAfter(DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public async Task The_usage_counts_cached_and_reasoning_tokens()
    {
        ChatMessage[] question = [new UserChatMessage("What is the opposite of hot, and of small, and of early?")];
        ChatCompletion first = await Client.CompleteChatAsync(question, cancellationToken: Cancellation);
        ChatCompletion second = await Client.CompleteChatAsync(question, cancellationToken: Cancellation);

        first.Usage.InputTokenCount.Should().BePositive();
        first.Usage.OutputTokenCount.Should().BePositive();
        first.Usage.TotalTokenCount.Should().Be(first.Usage.InputTokenCount + first.Usage.OutputTokenCount);
        second.Usage.InputTokenDetails.CachedTokenCount.Should().BePositive("the second request has the prompt of the first");
        second.Usage.OutputTokenDetails.ReasoningTokenCount.Should().Be(0, "edge-tiny does not reason");
    }

    [Fact]
    public async Task An_answer_is_streamed_in_pieces_and_ends_with_its_usage()
    {
        var updates = await Client.CompleteChatStreamingAsync([new UserChatMessage("What is the capital of France?")], cancellationToken: Cancellation).ToListAsync(Cancellation);

        string.Concat(updates.SelectMany(update => update.ContentUpdate).Select(part => part.Text)).Should().Be("The capital of France is Paris.");
        updates.Count(update => update.ContentUpdate.Any(part => part.Text.Length > 0)).Should().BeGreaterThan(3);
        updates[0].Role.Should().Be(ChatMessageRole.Assistant);
        updates.Should().ContainSingle(update => update.FinishReason == ChatFinishReason.Stop);
        updates[^1].Usage.OutputTokenCount.Should().BePositive();
        updates.Select(update => update.CompletionId).Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task A_conversation_with_system_and_developer_messages_and_parts_is_understood()
    {
        ChatMessage[] conversation =
        [
            new SystemChatMessage("You are a helpful assistant."),
            new UserChatMessage(ChatMessageContentPart.CreateTextPart("My name is "), ChatMessageContentPart.CreateTextPart("Tomas.")),
            new AssistantChatMessage("Nice to meet you, Tomas."),
            new UserChatMessage("What is my name?"),
        ];
        ChatCompletion answer = await Client.CompleteChatAsync(conversation, cancellationToken: Cancellation);
        ChatCompletion developer = await Client.CompleteChatAsync([new DeveloperChatMessage("You are a helpful assistant."), .. conversation[1..]], cancellationToken: Cancellation);

        answer.Content.Single().Text.Should().Contain("Tomas");
        developer.Content.Single().Text.Should().Be(answer.Content.Single().Text, "developer is another word for system");
    }

    [Fact]
    public async Task A_tool_is_called_and_its_result_is_used()
    {
        var options = new ChatCompletionOptions { Tools = { s_weather } };
        List<ChatMessage> conversation = [new UserChatMessage("What is the weather in Oslo?")];
        ChatCompletion call = await Client.CompleteChatAsync(conversation, options, Cancellation);

        call.FinishReason.Should().Be(ChatFinishReason.ToolCalls);
        var asked = call.ToolCalls.Single();
        asked.FunctionName.Should().Be("get_weather");
        Argument(asked.FunctionArguments, "city").Should().Be("Oslo");

        conversation.AddRange([new AssistantChatMessage(call), new ToolChatMessage(asked.Id, "7 degrees and rainy")]);
        ChatCompletion answer = await Client.CompleteChatAsync(conversation, options, Cancellation);
        answer.Content.Single().Text.Should().Be("The result is: 7 degrees and rainy.");
    }

    [Fact]
    public async Task A_streamed_tool_call_can_be_put_together()
    {
        var options = new ChatCompletionOptions { Tools = { s_weather } };
        var updates = await Client.CompleteChatStreamingAsync([new UserChatMessage("What is the weather in Oslo?")], options, Cancellation).ToListAsync(Cancellation);

        var call = updates.SelectMany(update => update.ToolCallUpdates).Should().ContainSingle().Subject;
        call.Index.Should().Be(0);
        call.FunctionName.Should().Be("get_weather");
        Argument(call.FunctionArgumentsUpdate, "city").Should().Be("Oslo");
        updates.Should().ContainSingle(update => update.FinishReason == ChatFinishReason.ToolCalls);
    }

    [Fact]
    public async Task The_tool_choice_is_followed()
    {
        ChatMessage[] question = [new UserChatMessage("What is the capital of France?")];
        ChatCompletion required = await Client.CompleteChatAsync(question, new() { Tools = { s_weather }, ToolChoice = ChatToolChoice.CreateRequiredChoice() }, Cancellation);
        ChatCompletion named = await Client.CompleteChatAsync(question, new() { Tools = { s_weather }, ToolChoice = ChatToolChoice.CreateFunctionChoice("get_weather"), AllowParallelToolCalls = false }, Cancellation);
        ChatCompletion none = await Client.CompleteChatAsync(question, new() { Tools = { s_weather }, ToolChoice = ChatToolChoice.CreateNoneChoice() }, Cancellation);

        required.ToolCalls.Should().NotBeEmpty();
        named.ToolCalls.Should().ContainSingle().Which.FunctionName.Should().Be("get_weather");
        none.ToolCalls.Should().BeEmpty();
        none.Content.Single().Text.Should().Be("The capital of France is Paris.");
    }

    [Fact]
    public async Task A_response_format_constrains_the_answer()
    {
        var schema = BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string","maxLength":20},"people":{"type":"integer"}},"required":["city","people"],"additionalProperties":false}""");
        ChatCompletion structured = await Client.CompleteChatAsync(
            [new UserChatMessage("What is the capital of France?")], new() { MaxOutputTokenCount = 200, ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("city", schema, jsonSchemaIsStrict: true) }, Cancellation);
        ChatCompletion any = await Client.CompleteChatAsync(
            [new UserChatMessage("What is the capital of France?")], new() { MaxOutputTokenCount = 20, ResponseFormat = ChatResponseFormat.CreateJsonObjectFormat() }, Cancellation);

        using var json = JsonDocument.Parse(structured.Content.Single().Text);
        json.RootElement.EnumerateObject().Select(property => property.Name).Should().Equal("city", "people");
        json.RootElement.GetProperty("people").ValueKind.Should().Be(JsonValueKind.Number);
        any.Content.Single().Text.TrimStart().Should().StartWith("{");
    }

    [Fact]
    public async Task Stop_sequences_and_the_token_limit_end_an_answer()
    {
        ChatMessage[] question = [new UserChatMessage("What is the capital of France?")];
        ChatCompletion stopped = await Client.CompleteChatAsync(question, new() { StopSequences = { " is" } }, Cancellation);
        ChatCompletion cut = await Client.CompleteChatAsync(question, new() { MaxOutputTokenCount = 2 }, Cancellation);

        stopped.Content.Single().Text.Should().Be("The capital of France");
        stopped.FinishReason.Should().Be(ChatFinishReason.Stop);
        cut.FinishReason.Should().Be(ChatFinishReason.Length);
        cut.Usage.OutputTokenCount.Should().Be(2);
    }

    [Fact]
    public async Task A_seed_repeats_an_answer_and_a_logit_bias_changes_it()
    {
        ChatMessage[] question = [new UserChatMessage("Tell me a joke.")];
        var seeded = new ChatCompletionOptions { Seed = 42, Temperature = 1.5f, MaxOutputTokenCount = 20 };
        ChatCompletion first = await Client.CompleteChatAsync(question, seeded, Cancellation);
        ChatCompletion second = await Client.CompleteChatAsync(question, seeded, Cancellation);
        second.Content.Single().Text.Should().Be(first.Content.Single().Text);

        // Only one token is left: it is chosen again and again.
        ChatCompletion biased = await Client.CompleteChatAsync(question, new() { LogitBiases = { [300] = 100 }, MaxOutputTokenCount = 6 }, Cancellation);
        biased.FinishReason.Should().Be(ChatFinishReason.Length);
        biased.Content.Single().Text.Should().NotContain("joke");
    }

    [Fact]
    public async Task An_unknown_model_is_a_404_with_its_code()
    {
        var ask = () => tiny.Server.OpenAIClient().GetChatClient("gpt-9").CompleteChatAsync([new UserChatMessage("Hello")], cancellationToken: Cancellation);

        var error = (await ask.Should().ThrowAsync<ClientResultException>()).Which;
        error.Status.Should().Be(404);
        error.Message.Should().Contain("model_not_found").And.Contain("edge-tiny");
    }

    [Fact]
    public async Task A_prompt_that_exceeds_the_context_is_a_400_with_its_code()
    {
        var ask = () => Client.CompleteChatAsync([new UserChatMessage(string.Concat(Enumerable.Repeat("a long question, ", 1000)))], cancellationToken: Cancellation);

        var error = (await ask.Should().ThrowAsync<ClientResultException>()).Which;
        error.Status.Should().Be(400);
        error.Message.Should().Contain("context_length_exceeded");
    }

    [Fact]
    public async Task An_image_for_a_model_that_reads_only_text_is_refused()
    {
        var image = ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(new byte[] { 1, 2, 3 }), "image/png");
        var ask = () => Client.CompleteChatAsync([new UserChatMessage(image)], cancellationToken: Cancellation);

        var error = (await ask.Should().ThrowAsync<ClientResultException>()).Which;
        error.Status.Should().Be(400);
        error.Message.Should().Contain("image/png");
    }

    [Fact]
    public async Task A_cancelled_stream_ends_and_the_next_request_is_answered()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var read = async () =>
        {
            await foreach (var update in Client.CompleteChatStreamingAsync([new UserChatMessage("Count from 1 to 20.")], cancellationToken: stop.Token))
                await stop.CancelAsync();
        };

        await read.Should().ThrowAsync<OperationCanceledException>();
        ChatCompletion answer = await Client.CompleteChatAsync([new UserChatMessage("What is 2 + 3?")], cancellationToken: Cancellation);
        answer.Content.Single().Text.Should().Be("2 + 3 = 5");
    }

    private static string? Argument(BinaryData arguments, string name) => JsonDocument.Parse(arguments).RootElement.GetProperty(name).GetString();
}
