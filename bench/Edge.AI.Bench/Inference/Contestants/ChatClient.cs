using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.AI.Bench.Inference.Contestants;

/// <summary>Our <see cref="IChatClient"/> as an app uses it: from a service container, with streaming. Only the download is left out.</summary>
internal sealed class ChatClient(Setup setup) : IContestant
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-ai-bench-").FullName;
    private ServiceProvider? _services;

    public Task<WorkDone> RunAsync(Work work)
    {
        _services ??= Services();
        return new ClientWork(_services.GetRequiredService<IChatClient>(), work).RunAsync();
    }

    public async Task UnloadAsync()
    {
        if (_services?.GetRequiredService<IChatClient>().GetService<EdgeChatClient>() is { } client)
            await client.UnloadAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
            await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private ServiceProvider Services()
    {
        var section = $"EdgeAI:Clients:{FileOnDisk.Model.Id}";
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["EdgeAI:ModelDirectory"] = _folder,
            [$"{section}:Speculation"] = setup.Speculation?.ToString(),
            [$"{section}:PromptCacheDirectory"] = setup.PromptCacheFolder,
        };
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddSingleton<IModelProvisioner>(new FileOnDisk(setup.ModelPath));
        services.AddEdgeChatClient(FileOnDisk.Model, options =>
        {
            options.ContextSize = setup.ContextSize;
            options.MaxConcurrency = setup.Sequences;
            options.BatchSize = setup.BatchSize;
            options.Threads = setup.Threads;
            options.RuntimeDirectory = setup.RuntimeFolder;
        });
        return services.BuildServiceProvider();
    }
}
