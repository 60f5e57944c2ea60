using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Edge.AI.HostProcess;

/// <summary>An app on the generic host, which a test ends with a signal.</summary>
internal static class HostedApp
{
    /// <param name="loadAt">When the model is loaded.</param>
    /// <param name="folder">The model folder.</param>
    /// <param name="shutdownSeconds">The host's shutdown timeout.</param>
    /// <param name="served">Address, size and digest of a model file on a server; empty for the embedded model.</param>
    public static async Task RunAsync(ModelTiming loadAt, string folder, int shutdownSeconds, string[] served)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration["EdgeAI:ModelDirectory"] = folder;
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).AddFilter("Edge.AI.Inference", LogLevel.Debug);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(shutdownSeconds));
        builder.Services.AddEdgeChatClient(ModelOf(served), options => (options.LoadAt, options.Threads) = (loadAt, 1));
        builder.Services.AddHostedService<Stubborn>();
        using var host = builder.Build();
        var watching = TellAsync(host.Services);
        var stubborn = host.Services.GetServices<IHostedService>().OfType<Stubborn>().Single();
        try
        {
            await host.RunAsync();
            Console.WriteLine("stopped");
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("start cancelled");
        }

        await watching;
        if (stubborn.ExecuteTask is { } requests)
            await requests.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // it writes how its last request ended
    }

    /// <summary>Writes a line when a part of the model has arrived.</summary>
    private static async Task TellAsync(IServiceProvider services)
    {
        var model = services.GetRequiredService<EdgeChatClient>().Model;
        await foreach (var progress in services.GetRequiredService<IModelProvisioner>().WatchAsync(model))
        {
            if (progress is not { State: ProvisioningState.Downloading, Bytes: > 0 })
                continue;

            Console.WriteLine("received");
            return;
        }
    }

    private static EdgeModel ModelOf(string[] served) => served is not [var address, var size, var digest] ? EdgeModels.EdgeTiny : EdgeModels.EdgeTiny with
    {
        Id = "served",
        Aliases = [],
        Files = [new() { Name = "tiny.gguf", Source = new(address), Size = long.Parse(size, null), Digest = Sha256Digest.Parse(digest) }],
    };

    /// <summary>Sends one long request after the other, and does not look at the token that asks it to stop.</summary>
    private sealed class Stubborn(IChatClient chat) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();
            try
            {
                while (true)
                {
                    await foreach (var update in chat.GetStreamingResponseAsync("Count.", new EdgeChatOptions { Grammar = "root ::= [a-z]{1500}" }, CancellationToken.None))
                        Console.WriteLine($"generating {update.Text}");
                }
            }
            catch (ObjectDisposedException)
            {
                Console.WriteLine("request failed");
            }
        }
    }
}
