using Edge.AI.Ecosystem.Tests.Support;
using Edge.AI.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Ecosystem.Tests.Extensions;

public sealed class MiddlewareTests
{
    private const string France = "What is the capital of France?";
    private const string Paris = "The capital of France is Paris.";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_distributed_cache_answers_an_equal_request_without_the_model(bool isStreamed)
    {
        var asked = 0;
        await using var services = TinyServices.With(
            client => client.UseDistributedCache().Use(inner => new CountingClient(inner, () => asked++)),
            container => container.AddDistributedMemoryCache());

        var first = await AskAsync(services.Chat(), France, isStreamed);
        var second = await AskAsync(services.Chat(), France, isStreamed);
        var other = await AskAsync(services.Chat(), "What is 2 + 3?", isStreamed);

        (first.Text, second.Text, other.Text, asked).Should().Be((Paris, Paris, "2 + 3 = 5", 2));
        second.Usage!.TotalTokenCount.Should().Be(first.Usage!.TotalTokenCount);
        (second.ModelId, second.FinishReason).Should().Be(("edge-tiny", ChatFinishReason.Stop));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Logging_tells_the_start_and_the_end_of_a_request(bool isStreamed)
    {
        using var log = new LogLines();
        await using var services = TinyServices.With(
            client => client.UseLogging(),
            container => container.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log)));

        await AskAsync(services.Chat(), France, isStreamed);

        var method = isStreamed ? "GetStreamingResponseAsync" : "GetResponseAsync";
        log.Text.Should().Contain($"{method} invoked").And.Contain($"{method} completed").And.Contain("edge.ai");
    }

    [Fact]
    public async Task An_answer_has_the_type_that_the_app_asked_for()
    {
        await using var services = TinyServices.With(client => client.UseFunctionInvocation());

        var response = await services.Chat().GetResponseAsync<Person>("Extract name, age and city as JSON: Anna is 36 years old and lives in Paris.", cancellationToken: Cancellation);

        response.Result.Should().Be(new Person("Anna", 36, "Paris"));
    }

    private static Task<ChatResponse> AskAsync(IChatClient chat, string question, bool isStreamed) => isStreamed
        ? chat.GetStreamingResponseAsync(question, cancellationToken: Cancellation).ToChatResponseAsync(Cancellation)
        : chat.GetResponseAsync(question, cancellationToken: Cancellation);

    private sealed record Person(string Name, int Age, string City);

    private sealed class CountingClient(IChatClient inner, Action count) : DelegatingChatClient(inner)
    {
        public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            count();
            return base.GetResponseAsync(messages, options, cancellationToken);
        }

        public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            count();
            return base.GetStreamingResponseAsync(messages, options, cancellationToken);
        }
    }
}
