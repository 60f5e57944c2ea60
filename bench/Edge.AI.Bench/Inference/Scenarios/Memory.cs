using System.Globalization;
using Edge.AI.Bench.Inference.Contestants;
using Edge.AI.Bench.Inference.Measures;

namespace Edge.AI.Bench.Inference.Scenarios;

/// <summary>Measures the memory that remains after many requests and after unloading.</summary>
internal sealed class Memory(InferencePlan plan, Words words)
{
    private const int AtOnce = 16;

    public Setup SetupForUnloading(string modelPath, int threads, string? runtimeFolder) => new(modelPath, Sequences: 4, ContextSize: 4096, plan.BatchSize, threads, runtimeFolder);

    public Setup SetupForGrowth(string modelPath, int threads, string? runtimeFolder) => new(modelPath, AtOnce, ContextSize: 256, plan.BatchSize, threads, runtimeFolder);

    /// <summary>The share of the memory taken by loading that is returned. The native library's own code was loaded as well, and stays.</summary>
    public async Task<Ratio> UnloadAsync(Contestant client)
    {
        var before = client.Resident;
        await client.RunAsync(Requests(count: 4, promptWords: 128, tokens: 16, atOnce: 4));
        var loaded = client.Resident;
        await client.UnloadAsync();
        var unloaded = client.Resident;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"resident MB: {before / 1e6:0} before, {loaded / 1e6:0} loaded, {unloaded / 1e6:0} unloaded"));
        return new("unload-returned", (loaded - unloaded) / (double)(loaded - before));
    }

    /// <summary>Memory after many requests compared with memory before them. A fifth as many requests run first, as a warm-up.</summary>
    public async Task<IReadOnlyList<Ratio>> GrowAsync(Contestant client)
    {
        var before = await AfterAsync(client, plan.ManyRequests / 5);
        var after = await AfterAsync(client, plan.ManyRequests);
        return [new("managed-growth", (double)after.Managed / before.Managed), new("native-growth", (double)after.Native / before.Native)];
    }

    /// <summary>Memory after a number of requests. They are sent in small groups, because long lines from this process would leave large buffers behind.</summary>
    private async Task<(long Managed, long Native)> AfterAsync(Contestant client, int requests)
    {
        var done = new WorkDone([]);
        for (var made = 0; made < requests; made += AtOnce)
            done = await client.RunAsync(Requests(AtOnce, promptWords: 8, tokens: 4, AtOnce));
        return (done.ManagedBytes, client.Resident - done.CommittedBytes);
    }

    private Work Requests(int count, int promptWords, int tokens, int atOnce) =>
        new([.. Enumerable.Range(0, count).Select(_ => new Ask([words.Text(promptWords)], tokens, words.NextSeed()))], atOnce);
}
