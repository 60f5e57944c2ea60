using System.CommandLine;
using System.Globalization;
using Edge.AI.Bench.Inference.Models;

namespace Edge.AI.Bench.Inference;

/// <summary>The options of the inference benchmark.</summary>
/// <param name="Model">A GGUF file; null for the random model.</param>
/// <param name="Rounds">How often each contestant is measured.</param>
/// <param name="Concurrency">The numbers of concurrent requests to measure.</param>
/// <param name="Threads">The number of compute threads of every contestant.</param>
/// <param name="Quick">Whether to run everything with a small model, to try the benchmark.</param>
/// <param name="NodeApi">The API of node-llama-cpp to measure.</param>
/// <param name="LLamaSharpApi">The API of LLamaSharp to measure.</param>
/// <param name="LlamaServer">The executable of llama-server; null to leave it out.</param>
/// <param name="Runtime">The llama.cpp of our contestants; null for the usual search.</param>
/// <param name="Busy">The number of processes that compute meanwhile.</param>
/// <param name="Parts">The parts to measure.</param>
/// <param name="Folder">The folder for models.</param>
/// <param name="Results">The folder for table and chart.</param>
internal sealed record InferenceBenchOptions(
    string? Model,
    int Rounds,
    IReadOnlyList<int> Concurrency,
    int Threads,
    bool Quick,
    string NodeApi,
    string LLamaSharpApi,
    string? LlamaServer,
    string? Runtime,
    int Busy,
    IReadOnlyList<string> Parts,
    string Folder,
    string Results)
{
    public static readonly IReadOnlyList<string> All = [Throughput, Scaling, Turns, LongPrompt, Unload, Growth];

    public const string Throughput = "throughput", Scaling = "scaling", Turns = "turns", LongPrompt = "long-prompt", Unload = "unload", Growth = "growth";

    public static Command Command(Func<InferenceBenchOptions, Task<int>> run)
    {
        var model = new Option<FileInfo>("--model") { Description = "a GGUF file with a chat template, instead of the random model" };
        model.AcceptExistingOnly();
        var rounds = new Option<int?>("--rounds") { Description = "measurements of each contestant (default 5; 2 with --quick)" };
        var concurrency = new Option<string>("--concurrency") { Description = "numbers of concurrent requests", DefaultValueFactory = _ => "1,2,4,8,16" };
        var threads = new Option<int>("--threads") { Description = "compute threads of every contestant", DefaultValueFactory = _ => Environment.ProcessorCount };
        var quick = new Option<bool>("--quick") { Description = "uses a small model to show that the benchmark works; the figures mean nothing" };
        var nodeApi = new Option<string>("--node-api") { Description = "chat: LlamaChatSession; evaluate: the token loop of node-llama-cpp; none: leave node-llama-cpp out", DefaultValueFactory = _ => "chat" };
        nodeApi.AcceptOnlyFromAmong("chat", "evaluate", "none");
        var llamaSharpApi = new Option<string>("--llamasharp-api") { Description = "chat: LLamaSharp's IChatClient; none: leave LLamaSharp out", DefaultValueFactory = _ => "chat" };
        llamaSharpApi.AcceptOnlyFromAmong("chat", "none");
        var llamaServer = new Option<FileInfo>("--llama-server") { Description = "the executable of llama-server, as one more contestant" };
        llamaServer.AcceptExistingOnly();
        var runtime = SharedOptions.Runtime();
        var busy = SharedOptions.Busy();
        var only = new Option<string[]>("--only") { Description = "parts to measure (default all); with this option, no results are written", AllowMultipleArgumentsPerToken = true };
        only.AcceptOnlyFromAmong([.. All]);
        var folder = new Option<string>("--folder") { Description = "folder that keeps models between runs", DefaultValueFactory = _ => BenchFolder.Default };
        var results = new Option<string?>("--results") { Description = "folder for table and chart (default bench/results; with --quick a folder in --folder)" };

        var command = new Command("inference", "The bare loop, our IChatClient and its peers in turn.") { model, rounds, concurrency, threads, quick, nodeApi, llamaSharpApi, llamaServer, runtime, busy, only, folder, results };
        command.SetAction((given, _) =>
        {
            var isQuick = given.GetValue(quick);
            return run(new(
                given.GetValue(model)?.FullName,
                given.GetValue(rounds) ?? (isQuick ? 2 : 5),
                [.. given.GetValue(concurrency)!.Split(',').Select(count => int.Parse(count, CultureInfo.InvariantCulture)).Order()],
                given.GetValue(threads),
                isQuick,
                given.GetValue(nodeApi)!,
                given.GetValue(llamaSharpApi)!,
                given.GetValue(llamaServer)?.FullName,
                given.GetValue(runtime),
                given.GetValue(busy),
                given.GetValue(only) is { Length: > 0 } some ? some : All,
                given.GetValue(folder)!,
                given.GetValue(results) ?? (isQuick ? Path.Combine(given.GetValue(folder)!, "quick-results") : Path.Combine(Repository.Root, "bench", "results"))));
        });
        return command;
    }
}
