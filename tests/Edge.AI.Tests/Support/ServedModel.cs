using System.Security.Cryptography;
using Edge.AI.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Tests.Support;

/// <summary>A server that has edge-tiny, and apps that share a model folder.</summary>
internal sealed class ServedModel : IAsyncDisposable
{
    /// <summary>The server waits after so many bytes, if a test wants a slow download.</summary>
    public const int SentBeforeGate = 2_000_000;

    private readonly TemporaryFolder _models = new();
    private readonly LoopbackModelServer _server;
    private readonly ServedFile _file;

    private ServedModel(LoopbackModelServer server)
    {
        _server = server;
        _file = server.Serve("tiny.gguf", File.ReadAllBytes(TinyModel.Path));
        Model = EdgeModels.EdgeTiny with
        {
            Id = "served",
            Aliases = [],
            Files = [new() { Name = "tiny.gguf", Source = _file.Uri, Size = _file.Content.Length, Digest = new(SHA256.HashData(_file.Content)) }],
        };
    }

    public EdgeModel Model { get; }

    /// <summary>The ranges that were asked for, one for each download; null for the whole file.</summary>
    public IEnumerable<string?> Downloads => _server.Requests.Select(request => request.Range);

    public string ModelFolder => _models.Path;

    /// <summary>Address, size and digest of the file, for another process.</summary>
    public string[] FileForOthers => [_file.Uri.AbsoluteUri, $"{_file.Content.Length}", $"{Model.Files[0].Digest}"];

    public string FilePath => Path.Combine(_models.Path, "served", "tiny.gguf");

    public LogLines Log { get; } = new();

    public static async Task<ServedModel> StartAsync() => new(await LoopbackModelServer.StartAsync(sendBuffer: 64 * 1024));

    public void AnswerWith(ServedReply reply) => _file.Always = reply;

    /// <summary>Makes the next download wait in its middle.</summary>
    public Gate HoldNextDownload()
    {
        var gate = new Gate();
        _file.Then(new ServedReply { WaitsAfter = SentBeforeGate, Gate = gate });
        return gate;
    }

    /// <summary>Waits until the client of the app knows that a part of the file has arrived.</summary>
    public static async Task ReceiveAsync(IServiceProvider app, CancellationToken cancellationToken)
    {
        var client = app.GetRequiredService<EdgeChatClient>();
        while (client.State.Download is not { State: ProvisioningState.Downloading, Bytes: > 100_000 })
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>Builds an app with a client of this model.</summary>
    public IHost Build(Action<EdgeChatClientOptions>? configure = null, Action<IServiceCollection>? add = null) => BuildApp(services =>
    {
        services.AddEdgeChatClient(Model, options =>
        {
            options.Threads = 1;
            configure?.Invoke(options);
        });
        add?.Invoke(services);
    });

    /// <summary>Builds an app with this model folder.</summary>
    public IHost BuildApp(Action<IServiceCollection> add)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration["EdgeAI:ModelDirectory"] = _models.Path;
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ILoggerFactory>(Log);
        add(builder.Services);
        return builder.Build();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _models.Dispose();
        Log.Dispose();
    }
}
