using System.Text.Json;
using Edge.AI.Chat;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tests.Chat;

/// <summary>What a first-class IChatClient does, point by point.</summary>
public sealed class EdgeChatClientTests(TinyModel tiny)
{
    private const string France = "What is the capital of France?";

    private static readonly ChatOptions Greedy = new() { Temperature = 0 };

    private readonly EdgeChatClient _client = TinyClient.Over(tiny);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_question_is_answered_by_the_model()
    {
        var response = await _client.GetResponseAsync(France, Greedy, Cancellation);

        response.Text.Should().Be("The capital of France is Paris.");
    }

    [Fact]
    public async Task The_streamed_answer_is_the_same_as_the_gathered_one()
    {
        var updates = await StreamAsync(France, Greedy);

        string.Concat(updates.Select(update => update.Text)).Should().Be("The capital of France is Paris.");
        updates.Count.Should().BeGreaterThan(4, "it comes piece by piece");
    }

    [Fact]
    public async Task Four_streams_of_one_client_interleave()
    {
        await using var model = await TinyModel.LoadAsync(maxConcurrency: 4);
        using var client = TinyClient.Over(new FixedHost(model));
        var arrivals = new System.Collections.Concurrent.ConcurrentQueue<int>();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async stream =>
        {
            var text = "";
            await foreach (var update in client.GetStreamingResponseAsync("Count from 1 to 30.", Greedy, Cancellation))
            {
                arrivals.Enqueue(stream);
                text += update.Text;
            }

            return text;
        }));

        answers.Should().OnlyContain(text => text.EndsWith("28, 29, 30", StringComparison.Ordinal));
        arrivals.Zip(arrivals.Skip(1)).Count(pair => pair.First != pair.Second).Should().BeGreaterThan(20, "one stream does not wait for another's end");
    }

    [Fact]
    public async Task Null_messages_are_an_ArgumentNullException()
    {
        var streaming = () => _client.GetStreamingResponseAsync(null!, cancellationToken: Cancellation);
        var gathering = () => _client.GetResponseAsync((IEnumerable<ChatMessage>)null!, cancellationToken: Cancellation);

        streaming.Should().Throw<ArgumentNullException>().WithParameterName("messages");
        await gathering.Should().ThrowAsync<ArgumentNullException>().WithParameterName("messages");
    }

    [Fact]
    public async Task Messages_may_be_lazy_and_are_enumerated_once()
    {
        var enumerations = 0;

        (await _client.GetResponseAsync(Lazy(), Greedy, Cancellation)).Text.Should().Be("The capital of France is Paris.");

        enumerations.Should().Be(1);
        IEnumerable<ChatMessage> Lazy()
        {
            enumerations++;
            yield return new(ChatRole.User, France);
        }
    }

    [Fact]
    public async Task Options_are_never_changed_and_may_be_derived()
    {
        var options = new DerivedOptions { Temperature = 0, Instructions = "Be polite.", StopSequences = ["Paris"], MaxOutputTokens = 50 };
        var before = JsonSerializer.Serialize(options, AIJsonUtilities.DefaultOptions);

        await _client.GetResponseAsync(France, options, Cancellation);

        JsonSerializer.Serialize(options, AIJsonUtilities.DefaultOptions).Should().Be(before);
    }

    [Fact]
    public async Task Messages_are_never_changed()
    {
        List<ChatMessage> messages = [new(ChatRole.User, France)];
        var before = JsonSerializer.Serialize(messages, AIJsonUtilities.DefaultOptions);

        await _client.GetResponseAsync(messages, new() { Instructions = "Be polite." }, Cancellation);

        JsonSerializer.Serialize(messages, AIJsonUtilities.DefaultOptions).Should().Be(before);
    }

    [Fact]
    public void GetService_finds_metadata_the_model_and_the_client()
    {
        _client.GetService<ChatClientMetadata>().Should().NotBeNull().And.BeSameAs(_client.GetService<ChatClientMetadata>());
        _client.GetService<EdgeModel>().Should().BeSameAs(TinyClient.Model);
        _client.GetService<EdgeChatClient>().Should().BeSameAs(_client);
        _client.GetService<IChatClient>().Should().BeSameAs(_client);
        _client.GetService<string>().Should().BeNull();
        _client.GetService(typeof(ChatClientMetadata), "key").Should().BeNull();
        FluentActions.Invoking(() => _client.GetService(null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void Metadata_name_the_provider_and_the_default_model() =>
        _client.GetService<ChatClientMetadata>().Should().BeEquivalentTo(new { ProviderName = "edge.ai", ProviderUri = (Uri?)null, DefaultModelId = "edge-tiny" });

    [Fact]
    public async Task Another_registered_model_serves_the_ModelId_that_names_it()
    {
        var other = TinyClient.Over(tiny);
        using var client = TinyClient.Over(new FixedHost(model: null), new Router("other-model", other));

        var response = await client.GetResponseAsync(France, new() { ModelId = "other-model", Temperature = 0 }, Cancellation);

        response.Text.Should().Be("The capital of France is Paris.");
    }

    [Theory]
    [InlineData("edge-tiny")]
    [InlineData("EDGE-TINY")]
    public async Task A_ModelId_that_names_the_clients_own_model_changes_nothing(string modelId) =>
        (await _client.GetResponseAsync(France, new() { ModelId = modelId, Temperature = 0 }, Cancellation)).Text.Should().Be("The capital of France is Paris.");

    [Fact]
    public async Task An_unknown_ModelId_is_a_clear_error()
    {
        var asking = () => _client.GetResponseAsync(France, new() { ModelId = "gpt-9" }, Cancellation);

        (await asking.Should().ThrowAsync<ModelNotFoundException>()).Which.Code.Should().Be("EDGE_MODEL_UNKNOWN");
    }

    [Fact]
    public async Task A_continuation_token_that_was_never_issued_is_an_error()
    {
        var asking = () => _client.GetResponseAsync(France, new() { ContinuationToken = ResponseContinuationToken.FromBytes(new byte[] { 1 }) }, Cancellation);

        (await asking.Should().ThrowAsync<EdgeOptionException>()).Which.Option.Should().Be("ContinuationToken");
    }

    [Fact]
    public async Task AllowBackgroundResponses_is_ignored() =>
        (await _client.GetResponseAsync(France, new() { AllowBackgroundResponses = true, Temperature = 0 }, Cancellation)).Text.Should().NotBeEmpty();

    [Fact]
    public async Task One_response_is_one_assistant_message()
    {
        var response = await _client.GetResponseAsync(France, Greedy, Cancellation);

        response.Messages.Should().ContainSingle().Which.Role.Should().Be(ChatRole.Assistant);
        response.Messages[0].Contents.Should().ContainSingle().Which.Should().BeOfType<TextContent>();
    }

    [Fact]
    public async Task Every_update_carries_the_same_fresh_ids_the_date_the_model_and_the_role()
    {
        var before = DateTimeOffset.UtcNow;
        var updates = await StreamAsync(France, Greedy);
        var others = await StreamAsync(France, Greedy);

        updates.Select(update => update.ResponseId).Distinct(StringComparer.Ordinal).Should().ContainSingle().Which.Should().NotBe(others[0].ResponseId).And.NotBeNullOrEmpty();
        updates.Should().OnlyContain(update => update.MessageId == update.ResponseId && update.ModelId == "edge-tiny" && update.Role == ChatRole.Assistant);
        updates.Should().OnlyContain(update => update.CreatedAt >= before && update.CreatedAt <= DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task The_gathered_response_carries_them_too()
    {
        var response = await _client.GetResponseAsync(France, Greedy, Cancellation);

        response.ResponseId.Should().NotBeNullOrEmpty().And.Be(response.Messages[0].MessageId);
        response.ModelId.Should().Be("edge-tiny");
        response.CreatedAt.Should().BeCloseTo(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task ConversationId_stays_null()
    {
        (await _client.GetResponseAsync(France, Greedy, Cancellation)).ConversationId.Should().BeNull();
        (await StreamAsync(France, Greedy)).Should().OnlyContain(update => update.ConversationId == null);
    }

    [Fact]
    public async Task The_finish_reason_is_Stop_when_the_model_ends_its_answer_and_comes_last()
    {
        var updates = await StreamAsync(France, Greedy);

        updates[^1].FinishReason.Should().Be(ChatFinishReason.Stop);
        updates.SkipLast(1).Should().OnlyContain(update => update.FinishReason == null);
    }

    [Fact]
    public async Task The_finish_reason_is_Length_when_MaxOutputTokens_ends_it()
    {
        var response = await _client.GetResponseAsync("Count from 1 to 30.", new() { Temperature = 0, MaxOutputTokens = 7 }, Cancellation);

        response.FinishReason.Should().Be(ChatFinishReason.Length);
        response.Usage!.OutputTokenCount.Should().Be(7);
    }

    [Fact]
    public async Task The_finish_reason_is_Stop_when_a_stop_string_ends_it()
    {
        var response = await _client.GetResponseAsync("Count from 1 to 9.", new() { Temperature = 0, StopSequences = ["4, 5"] }, Cancellation);

        response.FinishReason.Should().Be(ChatFinishReason.Stop);
        response.Text.Should().Be("1, 2, 3, ");
    }

    [Fact]
    public async Task Usage_adds_up_and_is_streamed_exactly_once()
    {
        var updates = await StreamAsync(France, Greedy);

        var usage = updates.SelectMany(update => update.Contents).OfType<UsageContent>().Should().ContainSingle().Which.Details;
        usage.InputTokenCount.Should().Be(18);
        usage.OutputTokenCount.Should().Be(9);
        usage.TotalTokenCount.Should().Be(27);
        usage.CachedInputTokenCount.Should().BeInRange(0, 17);
        usage.ReasoningTokenCount.Should().Be(0);
    }

    [Fact]
    public async Task The_gathered_response_has_the_usage()
    {
        var response = await _client.GetResponseAsync(France, Greedy, Cancellation);

        response.Usage!.TotalTokenCount.Should().Be(27);
        response.Messages[0].Contents.OfType<UsageContent>().Should().BeEmpty();
    }

    [Fact]
    public async Task The_second_turn_of_a_conversation_decodes_only_the_new_tokens()
    {
        await using var model = await TinyModel.LoadAsync(maxConcurrency: 1);
        using var client = TinyClient.Over(new FixedHost(model));
        List<ChatMessage> history = [new(ChatRole.User, "My name is Zoe.")];
        var first = await client.GetResponseAsync(history, Greedy, Cancellation);
        history.AddRange(first.Messages);
        history.Add(new(ChatRole.User, "What is my name?"));

        var second = await client.GetResponseAsync(history, Greedy, Cancellation);

        second.Text.Should().Contain("Zoe");
        second.Usage!.CachedInputTokenCount.Should().Be(first.Usage!.TotalTokenCount, "prompt and answer of the first turn are in the slot");
    }

    [Fact]
    public async Task The_text_never_contains_the_stop_string_even_when_it_spans_tokens()
    {
        foreach (var stop in new[] { "pital", "France is", " is P", "aris", "The capital of F" })
        {
            var updates = await StreamAsync(France, new() { Temperature = 0, StopSequences = [stop] });
            string.Concat(updates.Select(update => update.Text)).Should().Be("The capital of France is Paris."[.."The capital of France is Paris.".IndexOf(stop, StringComparison.Ordinal)]);
        }
    }

    [Fact]
    public async Task A_stop_string_longer_than_the_answer_changes_nothing() =>
        (await _client.GetResponseAsync(France, new() { Temperature = 0, StopSequences = ["The capital of France is Paris. It always was."] }, Cancellation)).Text.Should().Be("The capital of France is Paris.");

    [Fact]
    public async Task Characters_of_several_tokens_come_whole()
    {
        var updates = await StreamAsync("Repeat: żółw 🐢 naïve 日本", Greedy);

        updates.Should().OnlyContain(update => !update.Text.Contains('\uFFFD') && (update.Text.Length == 0 || !char.IsLowSurrogate(update.Text[0])));
    }

    [Fact]
    public async Task A_cancelled_token_cancels_both_kinds_of_request()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await FluentActions.Awaiting(() => _client.GetResponseAsync(France, Greedy, cancelled.Token)).Should().ThrowAsync<OperationCanceledException>();
        await FluentActions.Awaiting(async () =>
        {
            await foreach (var _ in _client.GetStreamingResponseAsync(France, Greedy, cancelled.Token))
            {
            }
        }).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Cancelling_in_the_middle_leaves_the_client_usable()
    {
        using var cancellation = new CancellationTokenSource();
        await FluentActions.Awaiting(async () =>
        {
            await foreach (var _ in _client.GetStreamingResponseAsync("Count from 1 to 30.", Greedy, cancellation.Token))
                await cancellation.CancelAsync();
        }).Should().ThrowAsync<OperationCanceledException>();

        (await _client.GetResponseAsync(France, Greedy, Cancellation)).Text.Should().Be("The capital of France is Paris.");
    }

    [Fact]
    public async Task Breaking_out_of_a_stream_frees_its_slot()
    {
        await using var model = await TinyModel.LoadAsync(maxConcurrency: 1, maxQueueLength: 0);
        using var client = TinyClient.Over(new FixedHost(model));
        await foreach (var _ in client.GetStreamingResponseAsync("Count from 1 to 30.", Greedy, Cancellation))
            break;

        string? text = null;
        while (text is null)
        {
            try
            {
                text = (await client.GetResponseAsync(France, Greedy, Cancellation)).Text;
            }
            catch (EdgeBusyException)
            {
                await Task.Yield(); // the loop frees the slot before its next step
            }
        }

        text.Should().Be("The capital of France is Paris.");
    }

    [Fact]
    public async Task A_client_that_does_not_own_its_model_goes_on_working_after_Dispose()
    {
        var client = TinyClient.Over(tiny);
        client.Dispose();
        client.Dispose();
        await client.DisposeAsync();

        (await client.GetResponseAsync(France, Greedy, Cancellation)).Text.Should().NotBeEmpty();
        (await _client.GetResponseAsync(France, Greedy, Cancellation)).Text.Should().NotBeEmpty();
    }

    [Fact]
    public async Task Everything_in_a_response_survives_JSON()
    {
        var response = await _client.GetResponseAsync(France, Greedy, Cancellation);

        var json = JsonSerializer.Serialize(response, AIJsonUtilities.DefaultOptions);
        var back = JsonSerializer.Deserialize<ChatResponse>(json, AIJsonUtilities.DefaultOptions)!;

        back.Should().BeEquivalentTo(response, options => options.Excluding(r => r.RawRepresentation));
    }

    [Fact]
    public async Task Instructions_become_a_system_message_before_the_messages()
    {
        var alone = await _client.GetResponseAsync([new(ChatRole.System, "You are a helpful assistant."), new(ChatRole.User, France)], Greedy, Cancellation);

        var instructed = await _client.GetResponseAsync(France, new() { Temperature = 0, Instructions = "You are a helpful assistant." }, Cancellation);

        instructed.Usage!.InputTokenCount.Should().Be(alone.Usage!.InputTokenCount).And.BeGreaterThan(18);
    }

    [Fact]
    public async Task A_seed_repeats_an_answer()
    {
        ChatOptions hot = new() { Temperature = 3, TopK = 0, TopP = 1, Seed = long.MaxValue, MaxOutputTokens = 20 };

        var first = await _client.GetResponseAsync("Tell me a joke.", hot, Cancellation);
        var same = await _client.GetResponseAsync("Tell me a joke.", hot, Cancellation);

        same.Text.Should().Be(first.Text);
    }

    [Fact]
    public async Task TopK_of_one_is_greedy_at_any_temperature() =>
        (await _client.GetResponseAsync(France, new() { Temperature = 5, TopK = 1 }, Cancellation)).Text.Should().Be("The capital of France is Paris.");

    [Fact]
    public async Task TopP_of_nearly_nothing_is_greedy_at_any_temperature() =>
        (await _client.GetResponseAsync(France, new() { Temperature = 1, TopK = 0, TopP = 0.0001f }, Cancellation)).Text.Should().Be("The capital of France is Paris.");

    [Fact]
    public async Task Penalties_reach_the_sampler()
    {
        var plain = await _client.GetResponseAsync("Count from 1 to 30.", Greedy, Cancellation);
        var frequent = await _client.GetResponseAsync("Count from 1 to 30.", new() { Temperature = 0, FrequencyPenalty = 2, MaxOutputTokens = 100 }, Cancellation);
        var present = await _client.GetResponseAsync("Count from 1 to 30.", new() { Temperature = 0, PresencePenalty = 30, MaxOutputTokens = 100 }, Cancellation);

        frequent.Text.Should().NotBe(plain.Text);
        present.Text.Should().NotBe(plain.Text);
    }

    public static TheoryData<string, ChatOptions> OptionsOutOfRange => new()
    {
        { "Temperature", new() { Temperature = -1 } },
        { "Temperature", new() { Temperature = float.NaN } },
        { "TopP", new() { TopP = 1.5f } },
        { "TopK", new() { TopK = -1 } },
        { "FrequencyPenalty", new() { FrequencyPenalty = float.PositiveInfinity } },
        { "PresencePenalty", new() { PresencePenalty = float.NaN } },
        { "MaxOutputTokens", new() { MaxOutputTokens = 0 } },
        { "MaxOutputTokens", new() { MaxOutputTokens = -1 } },
        { "StopSequences", new() { StopSequences = ["ok", ""] } },
        { "ConversationId", new() { ConversationId = "c1" } },
        { "Tools", new() { Tools = [AIFunctionFactory.Create(() => 1, "one"), AIFunctionFactory.Create(() => 2, "one")] } },
        { "Tools", new() { Tools = [Declared.Function("f", "d", """{"type": "object", "properties": {"a": {"enum": ["\\ \ud83d\ude00 \ud83d"]}}}""")] } },
        { "ResponseFormat", new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""{"enum": ["\ude00\ud83d"]}""")) } },
        { "ToolMode", new() { ToolMode = ChatToolMode.RequireAny } },
        { "ToolMode", new() { ToolMode = ChatToolMode.RequireSpecific("two"), Tools = [AIFunctionFactory.Create(() => 1, "one")] } },
    };

    [Theory]
    [MemberData(nameof(OptionsOutOfRange))]
    public async Task An_option_that_cannot_be_served_is_an_error_before_the_model_is_loaded(string option, ChatOptions options)
    {
        using var client = TinyClient.Over(new FixedHost(model: null));

        var error = (await FluentActions.Awaiting(() => client.GetResponseAsync(France, options, Cancellation)).Should().ThrowAsync<EdgeOptionException>()).Which;

        (error.Code, error.Option).Should().Be(("EDGE_OPTION_UNSUPPORTED", option));
    }

    private async Task<List<ChatResponseUpdate>> StreamAsync(string question, ChatOptions options)
    {
        List<ChatResponseUpdate> updates = [];
        await foreach (var update in _client.GetStreamingResponseAsync(question, options, Cancellation))
            updates.Add(update);
        return updates;
    }

    private sealed class DerivedOptions : ChatOptions;

    private sealed class Router(string modelId, EdgeChatClient client) : IChatClientRouter
    {
        public IChatClient Get(string wanted) => wanted == modelId ? client : throw new ModelNotFoundException(wanted, []);
    }
}
