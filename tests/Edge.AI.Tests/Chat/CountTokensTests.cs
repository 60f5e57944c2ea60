using Edge.AI.Chat;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tests.Chat;

/// <summary>Counting the tokens of a prompt without generating, with edge-tiny.</summary>
public sealed class CountTokensTests(TinyModel model)
{
    private static readonly ChatMessage[] Conversation =
    [
        new(ChatRole.System, "Answer with few words."),
        new(ChatRole.User, "What is 2 + 3?"),
        new(ChatRole.Assistant, "2 + 3 = 5"),
        new(ChatRole.User, "What is the capital of France? 😀"),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<ChatOptions?> Options { get; } = new(
        default(ChatOptions),
        new ChatOptions { Instructions = "Be brief." },
        new ChatOptions { Tools = [AIFunctionFactory.Create((string city) => city.Length, "get_temperature", "Returns the temperature of a city.")], ToolMode = ChatToolMode.Auto },
        new ChatOptions { ResponseFormat = ChatResponseFormat.Json },
        new ChatOptions { ModelId = "edge-tiny" });

    [Theory]
    [MemberData(nameof(Options), DisableDiscoveryEnumeration = true)]
    public async Task The_number_is_that_of_the_usage_of_the_answer(ChatOptions? options)
    {
        using var client = TinyClient.Over(model);

        var counted = await client.CountTokensAsync(Conversation, options, Cancellation);

        var limited = options?.Clone() ?? new();
        limited.MaxOutputTokens = 1;
        counted.Should().Be((int)(await client.GetResponseAsync(Conversation, limited, Cancellation)).Usage!.InputTokenCount!);
    }

    [Fact]
    public async Task A_conversation_that_is_longer_than_the_context_is_counted_whole()
    {
        var text = string.Join(' ', Enumerable.Range(1, 20_000));
        using var client = TinyClient.Over(model, overflow: ContextOverflow.DropOldestTurns);

        var one = await client.CountTokensAsync([new(ChatRole.User, text)], cancellationToken: Cancellation);
        var two = await client.CountTokensAsync([new(ChatRole.User, text), new(ChatRole.Assistant, text), new(ChatRole.User, text)], cancellationToken: Cancellation);

        one.Should().BeGreaterThan((await model.Loaded).MaxPromptTokens);
        two.Should().BeGreaterThan(2 * one);
    }

    [Fact]
    public async Task A_request_that_is_not_valid_is_the_same_error_as_without_counting()
    {
        using var client = TinyClient.Over(new FixedHost(null));

        await client.Awaiting(it => it.CountTokensAsync(Conversation, new() { Temperature = -1 }, Cancellation)).Should().ThrowAsync<EdgeOptionException>();
        await client.Awaiting(it => it.CountTokensAsync([], cancellationToken: Cancellation)).Should().ThrowAsync<EdgeOptionException>();
    }

    [Fact]
    public async Task Another_model_counts_with_its_own_template()
    {
        using var other = TinyClient.Over(model, chatTemplate: "{{ messages[0]['content'] }}");
        using var client = TinyClient.Over(new FixedHost(null), new Router(other));

        var counted = await client.CountTokensAsync(Conversation, new() { ModelId = "other" }, Cancellation);

        counted.Should().Be(await other.CountTokensAsync(Conversation, cancellationToken: Cancellation)).And.BePositive();
    }

    private sealed class Router(IChatClient other) : IChatClientRouter
    {
        public IChatClient Get(string modelId) => modelId == "other" ? other : throw new ModelNotFoundException(modelId, []);
    }
}
