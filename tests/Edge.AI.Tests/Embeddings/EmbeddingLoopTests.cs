using Edge.AI.Embeddings;
using Edge.AI.Inference;
using Edge.AI.Native;
using Edge.AI.Testing.Gguf;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Embeddings;

/// <summary>The loop of a random encoder, on its own thread.</summary>
public sealed class EmbeddingLoopTests : IDisposable
{
    private static readonly InferenceOptions s_options = new() { Embeds = true, Threads = 1, MaxQueueLength = 1000 };

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Calls_at_the_same_time_get_their_own_vectors()
    {
        await using var model = await LoadAsync();
        var texts = Enumerable.Range(0, 200).Select(number => Tokens(5 + number % 20, first: 5 + number % 40)).ToArray();
        var expected = await model.EmbedAsync(texts, Cancellation);

        var calls = await Task.WhenAll(texts.Chunk(7).Select(some => Task.Run(() => model.EmbedAsync(some, Cancellation))));

        foreach (var (vector, own) in calls.SelectMany(call => call).Zip(expected))
            Encoder.Cosine(vector, own).Should().BeGreaterThan(0.99999f);
    }

    [Fact]
    public async Task A_cancelled_call_ends_at_once_and_the_others_continue()
    {
        await using var model = await LoadAsync();
        using var cancellation = new CancellationTokenSource();
        var cancelled = model.EmbedAsync([.. Enumerable.Repeat(Tokens(30), 2000)], cancellation.Token);
        var other = model.EmbedAsync([Tokens(30)], Cancellation);

        await cancellation.CancelAsync();

        await FluentActions.Awaiting(() => cancelled).Should().ThrowAsync<OperationCanceledException>();
        (await other).Should().ContainSingle();
    }

    [Fact]
    public async Task A_call_that_waits_when_the_model_is_unloaded_fails()
    {
        var model = await LoadAsync();
        var call = model.EmbedAsync([.. Enumerable.Repeat(Tokens(100), 5000)], Cancellation);

        await model.DisposeAsync();

        await FluentActions.Awaiting(() => call).Should().ThrowAsync<ObjectDisposedException>();
        FluentActions.Invoking(() => { _ = model.EmbedAsync([Tokens(3)], Cancellation); }).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public async Task A_loop_that_ends_aborts_its_batch_and_fails_running_and_waiting_calls()
    {
        NativeRuntime.Use(null, NullLogger.Instance);
        using var model = ModelHandle.Load(Write(), new(), NullLogger.Instance, default);
        using var context = ContextHandle.Create(model, NativeSettings.OfEmbedding(batchLength: 128, maxTexts: 1, s_options), "test", NullLogger.Instance);
        var clock = new StepClock();
        using var loop = new EmbeddingLoop(context, new(TextLength: 128, BatchLength: 128, MaxTexts: 1), s_options, clock, NullLogger.Instance);
        EmbeddingRequest running = new([Tokens(100)]), waiting = new([Tokens(100)]);
        loop.Submit(running);
        loop.Submit(waiting);
        clock.BeforeDecode = loop.End;

        NativeGate.TryEnter().Should().BeTrue();
        loop.Run().Should().BeTrue();
        NativeGate.Leave();

        foreach (var call in new[] { running, waiting })
            await FluentActions.Awaiting(() => call.WaitAsync(Cancellation)).Should().ThrowAsync<ObjectDisposedException>();
    }

    private Task<EmbeddingModel> LoadAsync() => EmbeddingModel.LoadAsync(Write(), s_options, NullLoggerFactory.Instance, observer: null, Cancellation);

    private string Write()
    {
        var path = Path.Combine(_folder.Path, "encoder.gguf");
        new RandomBert().Write(path);
        return path;
    }

    private static int[] Tokens(int count, int first = 5) => [RandomBert.BeginId, .. Enumerable.Range(0, count - 2).Select(at => 5 + (first + at) % 60), RandomBert.SeparatorId];
}
