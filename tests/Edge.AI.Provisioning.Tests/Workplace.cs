using System.Security.Cryptography;
using Edge.AI.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Provisioning.Tests;

/// <summary>A model folder of its own, a server, a clock that skips the waits before retries, and a program that only downloads models.</summary>
internal sealed partial class Workplace : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-ai-tests-").FullName;
    private readonly List<ServiceProvider> _programs = [];

    private Workplace(LoopbackModelServer server)
    {
        Server = server;
        Options = new() { ModelDirectory = Path.Combine(_folder, "models") };
        Restart();
    }

    public LoopbackModelServer Server { get; }

    public ProvisioningOptions Options { get; }

    public TestClock Clock { get; } = new() { SkipsWaitsUpTo = TimeSpan.FromSeconds(10) };

    public LogLines Log { get; } = new();

    /// <summary>What the program does with its HTTP client, from the next <see cref="Restart"/> on.</summary>
    public Action<IHttpClientBuilder>? Http { get; set; }

    public IModelProvisioner Provisioner { get; private set; } = null!;

    public IDownloadQueue Queue => (IDownloadQueue)Provisioner;

    public IModelStore Store => _programs[^1].GetRequiredService<IModelStore>();

    public static async Task<Workplace> CreateAsync(bool https = false, int? sendBuffer = null) => new(await LoopbackModelServer.StartAsync(https, sendBuffer));

    /// <summary>After a change of the options: a new process, as far as provisioning can tell.</summary>
    public void Restart() => Provisioner = NewProvisioner();

    /// <summary>The provisioner of another program that shares the model folder.</summary>
    public IModelProvisioner NewProvisioner()
    {
        var services = new ServiceCollection().AddSingleton<TimeProvider>(Clock).AddSingleton<ILoggerFactory>(Log).AddEdgeModelProvisioning();
        services.AddSingleton(Microsoft.Extensions.Options.Options.Create(Options)); // So that tests can change the speed limit while a download runs.
        var client = services.AddHttpClient(ProvisioningOptions.HttpClientName).ConfigurePrimaryHttpMessageHandler((handler, _) => Server.Trusting((SocketsHttpHandler)handler));
        Http?.Invoke(client);
        _programs.Add(services.BuildServiceProvider());
        return _programs[^1].GetRequiredService<IModelProvisioner>();
    }

    public ServedFile Serve(string name = "model.gguf", int length = 1024 * 1024, int seed = 1) => Server.Serve(name, TinyModelBytes.Of(length, seed));

    public static EdgeModel ModelOf(params ServedFile[] files) => ModelOf(files.Select(FileOf));

    public static EdgeModel ModelOf(params IEnumerable<ModelFile> files) => new()
    {
        Id = "tiny",
        DisplayName = "Tiny",
        License = "MIT",
        ContextLength = 128,
        Capabilities = ModelCapabilities.Chat,
        Files = [.. files],
    };

    public static ModelFile FileOf(ServedFile file) => FileOf(Path.GetFileName(file.Uri.LocalPath), file.Uri, file.Content);

    public static ModelFile FileOf(string name, Uri source, byte[] content) => new() { Name = name, Source = source, Size = content.Length, Digest = new(SHA256.HashData(content)) };

    /// <summary>A file that no server has, of any size.</summary>
    public static ModelFile FileOf(long size, string name = "model.gguf") => new() { Name = name, Source = new($"https://models.example/{name}"), Size = size, Digest = default(Sha256Digest) };

    public string FolderOf() => Path.Combine(Options.ModelDirectory!, "tiny");

    public string PathOf(string name = "model.gguf") => Path.Combine(Options.ModelDirectory!, "tiny", name);

    public string PartialOf(string name = "model.gguf") => PathOf(name) + ".partial";

    public string JournalOf(string name = "model.gguf") => PartialOf(name) + ".json";

    /// <summary>Leaves the first bytes of the model on disk, as a caller who gives up does.</summary>
    public async Task InterruptAfterAsync(EdgeModel model, ServedFile file, long bytes)
    {
        var gate = new Gate();
        file.Then(new ServedReply { WaitsAfter = bytes, Gate = gate });
        using var giveUp = new CancellationTokenSource();
        var run = Provisioner.EnsureAsync(model, cancellationToken: giveUp.Token);
        await gate.Reached;
        await ReachedAsync(model, progress => progress.Bytes >= bytes);
        await giveUp.CancelAsync();
        await run.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    /// <summary>Ends when the model's progress satisfies a condition. After 30 seconds the test has failed.</summary>
    public async Task<ProvisioningProgress> ReachedAsync(EdgeModel model, Func<ProvisioningProgress, bool> reached)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await Provisioner.WatchAsync(model, patience.Token).FirstAsync(reached, patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var program in _programs)
            await program.DisposeAsync();

        await Server.DisposeAsync();
        Log.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
