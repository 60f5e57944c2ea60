using Edge.AI.Bench.Inference.Contestants;
using Edge.AI.Bench.Inference.Measures;

namespace Edge.AI.Bench.Inference.Scenarios;

/// <summary>What stays in memory: after many requests, and after unloading.</summary>
internal sealed class Memory(InferencePlan plan, Words words)
{
    private const int AtOnce = 16, Parts = 5;

    public static Setup SetupForUnloading(string modelPath, InferencePlan plan, int threads) => new(modelPath, Sequences: 4, ContextSize: 4096, plan.BatchSize, threads);

    public static Setup SetupForGrowth(string modelPath, InferencePlan plan, int threads) => new(modelPath, AtOnce, ContextSize: 256, plan.BatchSize, threads);

    /// <summary>Which share of the memory that loading took comes back. The runtime's own code was not there before either, and stays.</summary>
    public async Task<Ratio> UnloadAsync(Contestant client)
    {
        var before = client.Resident;
        await client.RunAsync(Requests(count: 4, promptWords: 128, tokens: 16, atOnce: 4));
        var loaded = client.Resident;
        await client.UnloadAsync();
        return new("unload-returned", (loaded - client.Resident) / (double)(loaded - before));
    }

    /// <summary>Memory at the end of many requests against that at their beginning, a fifth more of them being made first.</summary>
    public async Task<IReadOnlyList<Ratio>> GrowAsync(Contestant client)
    {
        var (managed, native) = await PartAsync(client);
        var (managedAtEnd, nativeAtEnd) = (managed, native);
        for (var part = 0; part < Parts; part++)
            (managedAtEnd, nativeAtEnd) = await PartAsync(client);

        return [new("managed-growth", (double)managedAtEnd / managed), new("native-growth", (double)nativeAtEnd / native)];
    }

    private async Task<(long Managed, long Native)> PartAsync(Contestant client)
    {
        var done = await client.RunAsync(Requests(plan.ManyRequests / Parts, promptWords: 8, tokens: 4, AtOnce));
        return (done.ManagedBytes, client.Resident - done.CommittedBytes);
    }

    private Work Requests(int count, int promptWords, int tokens, int atOnce) =>
        new([.. Enumerable.Range(0, count).Select(_ => new Ask([words.Text(promptWords)], tokens, words.NextSeed()))], atOnce);
}
