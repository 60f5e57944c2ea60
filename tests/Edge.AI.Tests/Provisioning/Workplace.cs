using System.Security.Cryptography;
using Edge.AI.Disk;
using Edge.AI.Pipeline;
using Edge.AI.Sources;
using Edge.AI.Testing;

namespace Edge.AI.Tests.Provisioning;

/// <summary>A model folder of its own, a server, a clock that skips retry waits, and provisioners that use them.</summary>
internal sealed class Workplace : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-ai-tests-").FullName;
    private readonly HttpClient _client;

    private Workplace(LoopbackModelServer server)
    {
        Server = server;
        Options = new() { ModelDirectory = Path.Combine(_folder, "models") };
        _client = new(server.Trusting(DownloadHandler.Create()));
        ModelProvisioning.Configure(_client);
        Provisioner = NewProvisioner();
    }

    public LoopbackModelServer Server { get; }

    public ProvisioningOptions Options { get; }

    public TestClock Clock { get; } = new() { SkipsWaitsUpTo = TimeSpan.FromSeconds(10) };

    public LogLines Log { get; } = new();

    public long? FreeBytes { get; set; } = long.MaxValue;

    /// <summary>Tells the room instead of <see cref="FreeBytes"/>.</summary>
    public DiskSpace? Disk { get; set; }

    public IModelProvisioner Provisioner { get; private set; }

    public IModelStore Store => ModelProvisioning.CreateStore(Options, Clock, Log);

    /// <summary>The stand-in for the folder that an app ships in.</summary>
    public string AppFolder => Path.Combine(_folder, "app");

    public static async Task<Workplace> CreateAsync(bool https = false, int? sendBuffer = null) => new(await LoopbackModelServer.StartAsync(https, sendBuffer));

    public IModelProvisioner NewProvisioner() =>
        ModelProvisioning.CreateProvisioner(Options, () => _client, Clock, Log, Disk ?? new(_ => FreeBytes), AppFolder);

    /// <summary>A provisioner for a file system whose locks can be had by everybody.</summary>
    public IModelProvisioner NewProvisionerWithoutLocks() =>
        ModelProvisioning.CreateProvisioner(Options, () => _client, Clock, Log, Disk ?? new(_ => FreeBytes), AppFolder, (_, _) => new CancellationTokenSource());

    /// <summary>After a change of the options: a new process, as far as provisioning can tell.</summary>
    public void Restart() => Provisioner = NewProvisioner();

    /// <summary>From now on through a proxy.</summary>
    public HttpClient UseProxy(Uri proxy) => Use(DownloadHandler.Create(proxy));

    /// <summary>From now on with connections of another kind.</summary>
    public HttpClient Use(SocketsHttpHandler handler) => Use(new HttpClient(Server.Trusting(handler)) { Timeout = Timeout.InfiniteTimeSpan });

    /// <summary>From now on with another client.</summary>
    public HttpClient Use(HttpClient client)
    {
        Provisioner = ModelProvisioning.CreateProvisioner(Options, () => client, Clock, Log, Disk ?? new(_ => FreeBytes), AppFolder);
        return client;
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

    public static ModelFile FileOf(string name, Uri source, byte[] content) => new(name, source, content.Length, new(SHA256.HashData(content)));

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

    /// <summary>Ends when the model's progress is such; after 30 seconds the test has failed.</summary>
    public async Task<ProvisioningProgress> ReachedAsync(EdgeModel model, Func<ProvisioningProgress, bool> reached)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await Provisioner.WatchAsync(model, patience.Token).FirstAsync(reached, patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Server.DisposeAsync();
        Log.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
