using Edge.AI.Inference;
using Edge.AI.Testing.Gguf;
using Microsoft.Extensions.Logging.Abstractions;

[assembly: AssemblyFixture(typeof(Edge.AI.Tests.Support.NoiseModel))]

namespace Edge.AI.Tests.Support;

/// <summary>A small model with random weights, loaded once. It may generate any token, so a token that never occurs was forbidden.</summary>
public sealed class NoiseModel : IAsyncDisposable
{
    private readonly Lazy<Task<LoadedModel>> _loading = new(() => LoadAsync(new() { Layers = 1, Width = 32, FeedForward = 32, ContextLength = 4096 }));

    internal Task<LoadedModel> Loaded => _loading.Value;

    internal static async Task<LoadedModel> LoadAsync(RandomLlama llama)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "noise.gguf");
        llama.Write(path);
        return await LoadedModel.LoadAsync(path, new() { MaxConcurrency = 2, Threads = 1 }, NullLoggerFactory.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        if (_loading.IsValueCreated)
            await (await _loading.Value).DisposeAsync();
    }
}
