using Edge.AI.Hosting;
using Edge.AI.Inference;
using Microsoft.Extensions.Logging.Abstractions;

[assembly: AssemblyFixture(typeof(Edge.AI.Tests.Support.TinyModel))]

namespace Edge.AI.Tests.Support;

/// <summary>edge-tiny, loaded once for all tests that only read from it.</summary>
public sealed class TinyModel : IModelHost, IAsyncDisposable
{
    private readonly Task<LoadedModel> _loading = LoadAsync();

    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "models", "edge-tiny", "edge-tiny-q8_0.gguf");

    /// <summary>One thread per model: tests run in parallel, and threads of llama.cpp spin while they wait for each other.</summary>
    internal static Task<LoadedModel> LoadAsync(int? maxConcurrency = null, int? contextSize = null, int maxQueueLength = 64) =>
        LoadedModel.LoadAsync(Path, new() { MaxConcurrency = maxConcurrency, ContextSize = contextSize, MaxQueueLength = maxQueueLength, Threads = 1 }, NullLoggerFactory.Instance);

    EdgeModel IModelHost.Model => EdgeModels.EdgeTiny;

    ModelState IModelHost.State => new(ModelPhase.Ready);

    async ValueTask<ModelUse> IModelHost.UseAsync(TimeSpan? patience, CancellationToken cancellationToken) => new(await _loading);

    bool IModelHost.TryPrepare() => true;

    Task IModelHost.PrepareAsync(ModelTiming downloadAt, ModelTiming loadAt, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task IModelHost.UnloadAsync(CancellationToken cancellationToken) => throw new NotSupportedException("It is shared by all tests.");

    internal Task<LoadedModel> Loaded => _loading;

    public async ValueTask DisposeAsync() => await (await _loading).DisposeAsync();
}
