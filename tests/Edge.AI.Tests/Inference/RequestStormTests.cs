using System.Diagnostics;
using Edge.AI.Testing.Load;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tests.Inference;

public sealed class RequestStormTests
{
    [Fact]
    public async Task Ten_seconds_of_anything_that_callers_do_end_every_request_rightly()
    {
        List<Exception> unobserved = [];
        EventHandler<UnobservedTaskExceptionEventArgs> watch = (_, fault) =>
        {
            if (fault.Exception.InnerExceptions.Any(e => e is EdgeAIException))
                unobserved.Add(fault.Exception);
        };
        TaskScheduler.UnobservedTaskException += watch;
        await using var client = EdgeChatClient.Create(EdgeModels.EdgeTiny, new() { MaxConcurrency = 3, MaxQueueLength = 3, Threads = 1, ContextSize = 256, PromptCacheBytes = 1_000_000 });
        var storm = new RequestStorm(client, seed: 1);
        var clock = Stopwatch.StartNew();

        await storm.RunAsync(callers: 10, () => clock.Elapsed > TimeSpan.FromSeconds(10));

        storm.Wrong.Should().BeEmpty();
        storm.Ends.Keys.Should().BeEquivalentTo(["answered", "cancelled", "left", "refused"]);
        var after = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => client.GetResponseAsync("What is 2 + 3?", new() { Temperature = 0 })));
        after.Should().OnlyContain(response => response.Text == "2 + 3 = 5", "every slot is free again");
        GC.Collect();
        GC.WaitForPendingFinalizers();
        TaskScheduler.UnobservedTaskException -= watch;
        unobserved.Should().BeEmpty();
    }
}
