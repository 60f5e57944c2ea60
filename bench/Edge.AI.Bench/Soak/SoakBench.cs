using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Edge.AI.Testing.Load;
using Microsoft.Extensions.AI;

namespace Edge.AI.Bench.Soak;

/// <summary>Sends random requests to edge-tiny for minutes. There must be no wrong end, no lost slot and no growing memory.</summary>
internal static class SoakBench
{
    public static Command Command()
    {
        var minutes = new Option<double>("--minutes") { Description = "How long.", DefaultValueFactory = _ => 10 };
        var command = new Command("soak", "Sends requests that end in random ways, for minutes.") { minutes };
        command.SetAction((parsed, cancellation) => RunAsync(TimeSpan.FromMinutes(parsed.GetValue(minutes)), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        var unobserved = 0;
        TaskScheduler.UnobservedTaskException += (_, _) => Interlocked.Increment(ref unobserved);
        await using var client = EdgeChatClient.Create(EdgeModels.EdgeTiny, new() { MaxConcurrency = 4, MaxQueueLength = 4 });
        var storm = new RequestStorm(client, Environment.TickCount);
        var clock = Stopwatch.StartNew();
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watch = WatchAsync(storm, clock, watching.Token);

        await storm.RunAsync(callers: 12, () => clock.Elapsed > duration || cancellationToken.IsCancellationRequested).ConfigureAwait(false);

        await watching.CancelAsync().ConfigureAwait(false);
        await watch.ConfigureAwait(false);
        var after = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => client.GetResponseAsync("What is 2 + 3?", new() { Temperature = 0 }, cancellationToken))).ConfigureAwait(false);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Print(storm, clock.Elapsed);
        foreach (var wrong in storm.Wrong.Take(10))
            Console.WriteLine($"wrong: {wrong}");
        Console.WriteLine(FormattableString.Invariant($"wrong ends {storm.Wrong.Count}, unobserved exceptions {unobserved}, slots that answer afterwards {after.Count(response => response.Text == "2 + 3 = 5")} of 4"));
        return storm.Wrong.Count == 0 && unobserved == 0 && after.All(response => response.Text == "2 + 3 = 5") ? 0 : 1;
    }

    private static async Task WatchAsync(RequestStorm storm, Stopwatch clock, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(15), cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Print(storm, clock.Elapsed);
        }
    }

    private static void Print(RequestStorm storm, TimeSpan elapsed)
    {
        using var process = Process.GetCurrentProcess();
        var ends = string.Join(", ", storm.Ends.OrderBy(end => end.Key, StringComparer.Ordinal).Select(end => string.Create(CultureInfo.InvariantCulture, $"{end.Value} {end.Key}")));
        Console.WriteLine(FormattableString.Invariant(
            $"{elapsed.TotalSeconds,5:F0} s  {storm.Requests} requests: {ends}; managed {GC.GetTotalMemory(forceFullCollection: true) / 1e6:F1} MB, resident {process.WorkingSet64 / 1e6:F1} MB"));
    }
}
