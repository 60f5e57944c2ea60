using Edge.AI.Chat;
using Edge.AI.Inference;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tests.Chat;

/// <summary>Conversations that are longer than the context, with edge-tiny.</summary>
public sealed class ContextOverflowTests : IAsyncLifetime
{
    private const string Paris = "The capital of France is Paris.";

    private static readonly ChatOptions Greedy = new() { Temperature = 0 };

    private LoadedModel _model = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _model = await TinyModel.LoadAsync(maxConcurrency: 1, contextSize: 256);

    public ValueTask DisposeAsync() => _model.DisposeAsync();

    [Fact]
    public async Task By_default_it_is_an_error_with_the_numbers()
    {
        using var client = Client(ContextOverflow.Throw);

        var error = (await FluentActions.Awaiting(() => client.GetResponseAsync(Long(40), Greedy, Cancellation)).Should().ThrowAsync<ContextExceededException>()).Which;

        error.PromptTokens.Should().BeGreaterThan(error.AvailableTokens);
    }

    [Fact]
    public async Task Or_the_oldest_turns_are_left_out_and_the_response_says_how_many_messages()
    {
        using var client = Client(ContextOverflow.DropOldestTurns);
        var messages = Long(40);

        var response = await client.GetResponseAsync(messages, Greedy, Cancellation);

        response.Text.Should().Be(Paris);
        response.Messages.Should().ContainSingle();
        response.AdditionalProperties.Should().ContainKey(EdgeChatClient.DroppedMessagesKey).WhoseValue.Should().BeOfType<int>().Which.Should().BeInRange(2, 80);
        response.Usage!.InputTokenCount.Should().BeLessThanOrEqualTo(192, "a quarter is left for the answer");
        messages.Should().HaveCount(81, "what the caller owns is never changed");
    }

    [Fact]
    public async Task Most_turns_of_a_conversation_that_goes_on_past_its_context_find_their_beginning_read_already()
    {
        using var client = Client(ContextOverflow.DropOldestTurns);
        var messages = Long(0);
        var (shortened, readAnew) = (0, 0);
        for (var turn = 0; turn < 40; turn++)
        {
            var response = await client.GetResponseAsync(messages, new() { Temperature = 0, MaxOutputTokens = 8 }, Cancellation);
            if (response.AdditionalProperties?.ContainsKey(EdgeChatClient.DroppedMessagesKey) is true)
            {
                shortened++;
                readAnew += 2 * response.Usage!.CachedInputTokenCount < response.Usage.InputTokenCount ? 1 : 0;
            }

            messages.AddRange([new(ChatRole.Assistant, response.Text), new(ChatRole.User, $"What is {turn} + 2?")]);
        }

        shortened.Should().BeGreaterThan(20);
        readAnew.Should().BeInRange(1, shortened / 3, "what is left out goes in strides of several turns");
    }

    [Fact]
    public async Task A_conversation_that_fits_says_nothing_about_dropped_messages()
    {
        using var client = Client(ContextOverflow.DropOldestTurns);

        (await client.GetResponseAsync(Long(1), Greedy, Cancellation)).AdditionalProperties.Should().BeNull();
    }

    [Fact]
    public async Task A_last_message_that_is_too_long_by_itself_is_an_error_all_the_same()
    {
        using var client = Client(ContextOverflow.DropOldestTurns);

        var asking = () => client.GetResponseAsync([.. Long(3), new(ChatRole.User, string.Concat(Enumerable.Repeat("What is the capital of France? ", 100)))], Greedy, Cancellation);

        await asking.Should().ThrowAsync<ContextExceededException>();
    }

    private static List<ChatMessage> Long(int turns) =>
    [
        .. Enumerable.Range(0, turns).SelectMany(_ => (ChatMessage[])[new(ChatRole.User, "What is 2 + 3?"), new(ChatRole.Assistant, "2 + 3 = 5")]),
        new(ChatRole.User, "What is the capital of France?"),
    ];

    private EdgeChatClient Client(ContextOverflow overflow) => TinyClient.Over(new FixedHost(_model), overflow: overflow);
}
