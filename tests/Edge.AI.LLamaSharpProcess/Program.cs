using Edge.AI;
using LLama;
using LLama.Common;
using Microsoft.Extensions.AI;

// Edge.AI and LLamaSharp in one process, the one or the other first. With a third argument, only Edge.AI, with the runtime in that folder. Tests start it and read its output.
var (first, model) = (args[0], args[1]);
var folder = args.ElementAtOrDefault(2);
if (first == "theirs")
    await AnswerOfLLamaSharpAsync();
try
{
    await AnswerOfEdgeAIAsync();
}
catch (NativeRuntimeException e)
{
    Console.WriteLine($"{e.Code}: {e.Message}");
    return 1;
}

if (first == "ours")
    await AnswerOfLLamaSharpAsync();
foreach (var loaded in LoadedFolders())
    Console.WriteLine($"loaded from {loaded}");
return 0;

async Task AnswerOfEdgeAIAsync()
{
    await using var client = EdgeChatClient.Create(EdgeModel.FromFile(model), new EdgeChatClientOptions { Threads = 1, MaxConcurrency = 1, RuntimeDirectory = folder });
    var response = await client.GetResponseAsync("What is the capital of France?", new() { Temperature = 0, MaxOutputTokens = 20 });
    Console.WriteLine($"Edge.AI: {response.Text}");
}

async Task AnswerOfLLamaSharpAsync()
{
    var parameters = new ModelParams(model) { ContextSize = 256, Threads = 1, BatchThreads = 1, GpuLayerCount = 0 };
    using var weights = await LLamaWeights.LoadFromFileAsync(parameters);
    var executor = new StatelessExecutor(weights, parameters);
    var tokens = 0;
    await foreach (var _ in executor.InferAsync("The capital of France", new InferenceParams { MaxTokens = 5 }))
        tokens++;
    Console.WriteLine($"LLamaSharp: {tokens} tokens");
}

static IEnumerable<string?> LoadedFolders()
{
    using var process = System.Diagnostics.Process.GetCurrentProcess();
    return [.. process.Modules.Cast<System.Diagnostics.ProcessModule>()
        .Select(module => module.FileName)
        .Where(file => Path.GetFileName(file) is var name && (name.Contains("llama.", StringComparison.Ordinal) || name.Contains("ggml", StringComparison.Ordinal)) && !file.EndsWith(".dll", StringComparison.Ordinal))
        .Select(Path.GetDirectoryName)
        .Distinct()];
}
