using System.CommandLine;
using System.Globalization;
using Edge.AI.Bench.Inference.Models;

namespace Edge.AI.Bench.Inference;

/// <summary>What to measure.</summary>
/// <param name="Model">A GGUF file instead of the random model; null for that.</param>
/// <param name="Rounds">How often each contestant has its turn.</param>
/// <param name="Concurrency">For how many requests at once.</param>
/// <param name="Threads">Threads that compute, for every contestant.</param>
/// <param name="Quick">Whether to run everything in small, for trying the bench out.</param>
/// <param name="NodeApi">Which way node-llama-cpp is asked.</param>
/// <param name="Parts">What is measured.</param>
/// <param name="Folder">Where models are kept.</param>
/// <param name="Results">Where table and chart go.</param>
internal sealed record InferenceBenchOptions(
    string? Model, int Rounds, IReadOnlyList<int> Concurrency, int Threads, bool Quick, string NodeApi, IReadOnlyList<string> Parts, string Folder, string Results)
{
    public static readonly IReadOnlyList<string> All = [Throughput, Turns, LongPrompt, Unload, Growth];

    public const string Throughput = "throughput", Turns = "turns", LongPrompt = "long-prompt", Unload = "unload", Growth = "growth";

    public static Command Command(Func<InferenceBenchOptions, Task<int>> run)
    {
        var model = new Option<FileInfo>("--model") { Description = "a GGUF file with a chat template, instead of the random model" };
        model.AcceptExistingOnly();
        var rounds = new Option<int?>("--rounds") { Description = "turns of each contestant (default 5; 2 with --quick)" };
        var concurrency = new Option<string>("--concurrency") { Description = "numbers of requests at once", DefaultValueFactory = _ => "1,2,4,8,16" };
        var threads = new Option<int>("--threads") { Description = "threads that compute, for all", DefaultValueFactory = _ => Environment.ProcessorCount };
        var quick = new Option<bool>("--quick") { Description = "everything in small: shows that the bench works, the figures mean nothing" };
        var nodeApi = new Option<string>("--node-api") { Description = "chat: LlamaChatSession; evaluate: its bare token loop; none: leave node-llama-cpp out", DefaultValueFactory = _ => "chat" };
        nodeApi.AcceptOnlyFromAmong("chat", "evaluate", "none");
        var only = new Option<string[]>("--only") { Description = "parts to measure (default all); nothing is written to the results then", AllowMultipleArgumentsPerToken = true };
        only.AcceptOnlyFromAmong(Throughput, Turns, LongPrompt, Unload, Growth);
        var folder = new Option<string>("--folder") { Description = "where models are kept between runs", DefaultValueFactory = _ => BenchFolder.Default };
        var results = new Option<string?>("--results") { Description = "where table and chart go (default bench/results; with --quick a folder in --folder)" };

        var command = new Command("inference", "The bare loop, our IChatClient and node-llama-cpp in turn.") { model, rounds, concurrency, threads, quick, nodeApi, only, folder, results };
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
                given.GetValue(only) is { Length: > 0 } some ? some : All,
                given.GetValue(folder)!,
                given.GetValue(results) ?? (isQuick ? Path.Combine(given.GetValue(folder)!, "quick-results") : Path.Combine(Repository.Root, "bench", "results"))));
        });
        return command;
    }
}
