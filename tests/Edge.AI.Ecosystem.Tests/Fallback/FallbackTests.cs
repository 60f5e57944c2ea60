using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using Edge.AI.Ecosystem.Tests.Support;
using Edge.AI.OpenAIProcess;
using Edge.AI.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Edge.AI.Ecosystem.Tests.Fallback;

/// <summary>A local model with a server of the OpenAI protocol behind it.</summary>
public sealed class FallbackTests : IAsyncLifetime
{
    private const string France = "What is the capital of France?";
    private const string Paris = "The capital of France is Paris.";
    private const string Local = "edge-tiny";

    private static readonly ChatMessage s_image = new(ChatRole.User, [new DataContent(new byte[] { 1 }, "image/png")]);

    private ServerProcess _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ServerProcess.StartAsync(Cancellation);

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return default;
    }

    [Fact]
    public async Task The_server_answers_while_the_model_is_downloaded_and_the_local_model_after()
    {
        var gate = new Gate();
        await using var models = await LoopbackModelServer.StartAsync();
        var file = models.Serve("tiny.gguf", await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "models", "edge-tiny", "edge-tiny-q8_0.gguf"), Cancellation));
        file.Then(new ServedReply { WaitsAfter = 1_000_000, Gate = gate });
        var slow = EdgeModels.EdgeTiny with
        {
            Id = $"slow-{Guid.NewGuid():N}",
            Aliases = [],
            Files = [new() { Name = "tiny.gguf", Source = file.Uri, Size = file.Content.Length, Digest = new(SHA256.HashData(file.Content)) }],
        };
        await using var provider = Services(services => services.AddEdgeChatClient(slow, TinyServices.OneThread));

        var first = await AskAsync(provider, France);
        await gate.Reached;
        var streamed = await StreamAsync(provider, France);
        gate.Open();
        await provider.GetRequiredService<EdgeChatClient>().LoadAsync(Cancellation);
        var after = await AskAsync(provider, France);

        (first.Text, first.ModelId).Should().Be((OpenAIServer.Plain, ServerProcess.Model), "the first request starts the download and does not wait for it");
        (streamed.Text, streamed.ModelId).Should().Be((OpenAIServer.Plain, ServerProcess.Model));
        (after.Text, after.ModelId).Should().Be((Paris, slow.Id));
        models.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task A_prompt_beyond_the_context_and_an_image_go_to_the_server()
    {
        await using var provider = Services(services => services.AddEdgeChatClient(options => (options.Threads, options.ContextSize) = (1, 64)));
        await provider.GetRequiredService<EdgeChatClient>().LoadAsync(Cancellation);
        var tooLong = new ChatMessage(ChatRole.User, string.Concat(Enumerable.Repeat("word ", 200)));

        (await AskAsync(provider, France)).ModelId.Should().Be(Local);
        foreach (var message in new[] { tooLong, s_image })
        {
            (await provider.Chat().GetResponseAsync([message], new() { Temperature = 0 }, Cancellation)).ModelId.Should().Be(ServerProcess.Model);
            (await provider.Chat().GetStreamingResponseAsync([message], new() { Temperature = 0 }, Cancellation).ToChatResponseAsync(Cancellation)).ModelId.Should().Be(ServerProcess.Model);
        }
    }

    [Fact]
    public async Task Reasons_that_the_app_left_out_are_errors()
    {
        await using var provider = Services(
            services => services.AddEdgeChatClient(options => (options.Threads, options.ContextSize) = (1, 64)),
            options => options.Reasons = FallbackReasons.Busy);
        var tooLong = string.Concat(Enumerable.Repeat("word ", 200));

        await FluentActions.Awaiting(() => AskAsync(provider, tooLong)).Should().ThrowAsync<ContextExceededException>();
        await FluentActions.Awaiting(() => provider.Chat().GetResponseAsync([s_image], cancellationToken: Cancellation)).Should().ThrowAsync<EdgeContentException>();
        (await AskAsync(provider, France)).ModelId.Should().Be(Local, "it waits for the model");
    }

    [Fact]
    public async Task When_the_queue_is_full_the_server_answers()
    {
        await using var provider = Services(services => services.AddEdgeChatClient(options => (options.Threads, options.MaxConcurrency, options.MaxQueueLength) = (1, 1, 0)));
        await provider.GetRequiredService<EdgeChatClient>().LoadAsync(Cancellation);
        await using (await OccupySlotAsync(provider))
        {
            (await AskAsync(provider, France)).ModelId.Should().Be(ServerProcess.Model);
            (await StreamAsync(provider, France)).ModelId.Should().Be(ServerProcess.Model);
        }
    }

    [Fact]
    public async Task When_the_oldest_request_waits_too_long_the_server_answers_new_ones()
    {
        await using var provider = Services(
            services => services.AddEdgeChatClient(options => (options.Threads, options.MaxConcurrency) = (1, 1)),
            options => options.MaxQueueAge = TimeSpan.Zero);
        await provider.GetRequiredService<EdgeChatClient>().LoadAsync(Cancellation);
        Task<ChatResponse> waiting;
        await using (await OccupySlotAsync(provider))
        {
            waiting = provider.GetRequiredService<EdgeChatClient>().GetResponseAsync(France, new() { Temperature = 0 }, Cancellation);
            while (await QueueOfAsync(provider) == 0)
                await Task.Yield();

            (await AskAsync(provider, France)).ModelId.Should().Be(ServerProcess.Model);
        }

        (await waiting).ModelId.Should().Be(Local);
    }

    [Fact]
    public async Task A_server_that_is_killed_in_the_middle_of_an_answer_is_an_error_for_the_caller()
    {
        await using var provider = Services(services => services.AddEdgeChatClient(TinyServices.OneThread)); // the model is not loaded yet
        await using var answer = provider.Chat().GetStreamingResponseAsync(OpenAIServer.Unfinished, cancellationToken: Cancellation).GetAsyncEnumerator(Cancellation);
        (await answer.MoveNextAsync()).Should().BeTrue();
        answer.Current.ModelId.Should().Be(ServerProcess.Model);

        _server.Kill();

        await FluentActions.Awaiting(async () =>
        {
            while (await answer.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60), Cancellation))
            {
            }
        }).Should().ThrowAsync<IOException>();
    }

    [Fact]
    public async Task A_server_that_is_away_is_an_error_for_the_caller()
    {
        await using var provider = Services(services => services.AddEdgeChatClient(TinyServices.OneThread)); // the model is not loaded yet
        _server.Kill();

        await FluentActions.Awaiting(() => AskAsync(provider, France)).Should().ThrowAsync<System.ClientModel.ClientResultException>();
    }

    [Fact]
    public async Task A_metric_counts_who_answered_and_why()
    {
        using var meter = new Requests();
        await using var provider = Services(services => services.AddEdgeChatClient(TinyServices.OneThread));
        await provider.GetRequiredService<EdgeChatClient>().LoadAsync(Cancellation);

        await AskAsync(provider, France);
        await provider.Chat().GetResponseAsync([s_image], cancellationToken: Cancellation);

        meter.Counted.Should().Contain(("local", "none")).And.Contain(("fallback", "content_unsupported"));
    }

    private ServiceProvider Services(Func<IServiceCollection, ChatClientBuilder> register, Action<FallbackOptions>? configure = null)
    {
        var services = new ServiceCollection();
        register(services).UseFallback(_ => _server.CreateClient(), configure);
        services.AddHealthChecks();
        return services.BuildServiceProvider();
    }

    /// <summary>Begins an answer that fills the context, and does not read it, so that the slot waits for its reader.</summary>
    private static async Task<IAsyncEnumerator<ChatResponseUpdate>> OccupySlotAsync(ServiceProvider provider)
    {
        var options = new EdgeChatOptions { Grammar = "root ::= [a-z]{1500}", Temperature = 2 };
        var answer = provider.GetRequiredService<EdgeChatClient>().GetStreamingResponseAsync(France, options, Cancellation).GetAsyncEnumerator(Cancellation);
        (await answer.MoveNextAsync()).Should().BeTrue();
        return answer;
    }

    private static async Task<int> QueueOfAsync(ServiceProvider provider) =>
        (int)(await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation)).Entries.Values.Single().Data["queue"];

    private static Task<ChatResponse> AskAsync(ServiceProvider provider, string question) => provider.Chat().GetResponseAsync(question, new() { Temperature = 0 }, Cancellation);

    private static Task<ChatResponse> StreamAsync(ServiceProvider provider, string question) =>
        provider.Chat().GetStreamingResponseAsync(question, new() { Temperature = 0 }, Cancellation).ToChatResponseAsync(Cancellation);

    /// <summary>What the instrument counts.</summary>
    private sealed class Requests : IDisposable
    {
        private readonly MeterListener _listener = new();

        public Requests()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "edge_ai.fallback.requests")
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((_, _, tags, _) => Counted.Enqueue(((string)tags[0].Value!, (string)tags[1].Value!)));
            _listener.Start();
        }

        public ConcurrentQueue<(string Who, string Why)> Counted { get; } = new();

        public void Dispose() => _listener.Dispose();
    }
}
