using System.Diagnostics;
using System.Text.Json;
using Edge.AI.Bench.Inference.Contestants;

namespace Edge.AI.Bench.Embedding;

/// <summary>LLamaSharp's <c>LLamaEmbedder</c>, in the program Edge.AI.Bench.LLamaSharp. It computes only while it is asked.</summary>
internal sealed class EmbeddingPeer : IAsyncDisposable
{
    public const string Verb = "embeddings";

    private readonly Process _process = Process.Start(LLamaSharpPeer.Start(Verb))!;

    public async Task<EmbeddingDone> RunAsync(EmbeddingWork work)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(work, JsonSerializerOptions.Web));
        await _process.StandardInput.FlushAsync();
        return await _process.StandardOutput.ReadLineAsync() is { } line
            ? JsonSerializer.Deserialize<EmbeddingDone>(line, JsonSerializerOptions.Web)!
            : throw new InvalidOperationException("LLamaSharp's process has ended.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
