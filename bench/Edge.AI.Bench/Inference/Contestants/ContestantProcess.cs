using System.Text.Json;

namespace Edge.AI.Bench.Inference.Contestants;

/// <summary>The side of the child process: it reads a line with work and writes a line with the results; <c>null</c> means unload. It ends when its standard input ends.</summary>
internal static class ContestantProcess
{
    public const string Verb = "contestant";

    public static async Task<int> RunAsync(string setup, Func<Setup, IContestant> create)
    {
        await using var contestant = create(JsonSerializer.Deserialize<Setup>(setup, JsonSerializerOptions.Web)!);
        Console.WriteLine("{}"); // ready; the model is not loaded yet
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var done = await AnswerAsync(contestant, line);
            var committed = GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes;
            Console.WriteLine(JsonSerializer.Serialize(done with { CommittedBytes = committed }, JsonSerializerOptions.Web));
        }

        return 0;
    }

    private static async Task<WorkDone> AnswerAsync(IContestant contestant, string line)
    {
        if (JsonSerializer.Deserialize<Work>(line, JsonSerializerOptions.Web) is { } work)
        {
            var done = await TryAsync(contestant, work);
            return done with { ManagedBytes = GC.GetTotalMemory(forceFullCollection: true) };
        }

        await contestant.UnloadAsync();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return new([]);
    }

    /// <summary>An error of a request is a result: an app would handle it.</summary>
    private static async Task<WorkDone> TryAsync(IContestant contestant, Work work)
    {
        try
        {
            return await contestant.RunAsync(work);
        }
        catch (Exception e)
        {
            Console.Error.WriteLine(e);
            return new([], Failure: $"{e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}");
        }
    }
}
