using System.Runtime.CompilerServices;
using Edge.AI.Fallback;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Fallback;

/// <summary>When the answer passes to the other client, at moments that a real model does not offer on purpose.</summary>
public sealed class FallbackChatClientTests
{
    private static readonly ContextExceededException s_error = new(2, 1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_that_has_begun_is_never_continued_by_the_other_client()
    {
        var other = new Scripted("other", null, "from the other");
        using var client = Over(new Scripted("local", s_error, "begun"), other);
        List<string> seen = [];

        await FluentActions.Awaiting(async () =>
        {
            await foreach (var update in client.GetStreamingResponseAsync("hello", cancellationToken: Cancellation))
                seen.Add(update.Text);
        }).Should().ThrowAsync<ContextExceededException>();

        seen.Should().Equal("begun");
        other.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task Updates_without_content_do_not_begin_an_answer_and_are_dropped_with_it()
    {
        using var client = Over(new Scripted("local", s_error, ""), new Scripted("other", null, "from the other"));

        var response = await client.GetStreamingResponseAsync("hello", cancellationToken: Cancellation).ToChatResponseAsync(Cancellation);

        (response.Text, response.ModelId).Should().Be(("from the other", "other"));
    }

    [Fact]
    public async Task Updates_without_content_are_kept_if_the_local_model_answers()
    {
        using var client = Over(new Scripted("local", null, "", "one", "", "two"), new Scripted("other", null));

        var updates = await client.GetStreamingResponseAsync("hello", cancellationToken: Cancellation).ToListAsync(Cancellation);

        updates.Select(update => update.Text).Should().Equal("", "one", "", "two");
    }

    [Fact]
    public async Task An_answer_without_any_content_is_an_answer()
    {
        var other = new Scripted("other", null, "from the other");
        using var client = Over(new Scripted("local", null, ""), other);

        (await client.GetStreamingResponseAsync("hello", cancellationToken: Cancellation).ToListAsync(Cancellation)).Should().ContainSingle();

        other.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task The_other_client_gets_the_request_without_the_local_model_id()
    {
        var other = new Scripted("other", null, "from the other");
        using var client = Over(new Scripted("local", s_error), other);
        var options = new ChatOptions { ModelId = "edge-tiny", Temperature = 0.5f };

        await client.GetResponseAsync(Once("hello"), options, Cancellation);

        var (messages, received) = other.Requests.Single();
        messages.Single().Text.Should().Be("hello");
        (received!.ModelId, received.Temperature, options.ModelId).Should().Be((null, 0.5f, "edge-tiny"));
    }

    [Fact]
    public async Task A_request_with_a_grammar_stays_with_the_local_model()
    {
        using var client = Over(new Scripted("local", s_error), new Scripted("other", null, "from the other"));

        await FluentActions.Awaiting(() => client.GetResponseAsync("hello", new EdgeChatOptions { Grammar = "root ::= [a-z]" }, Cancellation)).Should().ThrowAsync<ContextExceededException>();
    }

    [Fact]
    public async Task An_error_that_is_not_a_reason_is_thrown()
    {
        using var client = Over(new Scripted("local", new EdgeOptionException("TopK", "it is negative.", "Raise it.")), new Scripted("other", null, "from the other"));

        await FluentActions.Awaiting(() => client.GetResponseAsync("hello", cancellationToken: Cancellation)).Should().ThrowAsync<EdgeOptionException>();
    }

    [Theory]
    [InlineData(16, null)]
    [InlineData((int)FallbackReasons.All, -1)]
    public void Options_out_of_range_are_refused(int reasons, int? seconds)
    {
        var builder = new ChatClientBuilder(new Scripted("local", null));

        builder.Invoking(it => it.UseFallback(_ => new Scripted("other", null), options =>
        {
            options.Reasons = (FallbackReasons)reasons;
            options.MaxQueueAge = seconds is { } age ? TimeSpan.FromSeconds(age) : null;
        })).Should().Throw<EdgeOptionException>();
    }

    [Fact]
    public void The_pipeline_disposes_of_both_clients()
    {
        var (local, other) = (new Scripted("local", null), new Scripted("other", null));

        Over(local, other).Dispose();

        (local.IsDisposed, other.IsDisposed).Should().Be((true, true));
    }

    [Fact]
    public void An_error_of_the_other_client_does_not_keep_the_local_one_open()
    {
        var local = new Scripted("local", null);
        var client = Over(local, new Scripted("other", null) { ErrorOfDisposal = new InvalidOperationException("stuck") });

        client.Invoking(it => it.Dispose()).Should().Throw<InvalidOperationException>();

        local.IsDisposed.Should().BeTrue();
    }

    private static FallbackChatClient Over(IChatClient local, IChatClient other) => new(local, other, new(new(), local: null), NullLogger.Instance);

    /// <summary>Messages that can be read only once.</summary>
    private static IEnumerable<ChatMessage> Once(string text)
    {
        var messages = new Queue<ChatMessage>([new(ChatRole.User, text)]);
        while (messages.TryDequeue(out var message))
            yield return message;
    }

    /// <summary>Answers with these texts, and then fails. An empty text is an update without content.</summary>
    private sealed class Scripted(string model, Exception? error, params string[] texts) : IChatClient
    {
        public List<(List<ChatMessage> Messages, ChatOptions? Options)> Requests { get; } = [];

        public bool IsDisposed { get; private set; }

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            Requests.Add(([.. messages], options));
            await Task.Yield();
            foreach (var text in texts)
                yield return text.Length == 0 ? new(ChatRole.Assistant, []) : new(ChatRole.Assistant, text);
            if (error is not null)
                throw error;
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata(defaultModelId: model) : null;

        public Exception? ErrorOfDisposal { get; init; }

        public void Dispose()
        {
            IsDisposed = true;
            if (ErrorOfDisposal is not null)
                throw ErrorOfDisposal;
        }
    }
}
