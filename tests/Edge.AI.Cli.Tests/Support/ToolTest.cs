using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Edge.AI.Testing;

namespace Edge.AI.Cli.Tests.Support;

/// <summary>A model folder, a server, and a manifest of its files. The tool runs with all three.</summary>
public abstract class ToolTest : IAsyncLifetime
{
    private readonly List<JsonObject> _models = [];
    private LoopbackModelServer? _server;

    private protected LoopbackModelServer Server => _server!;

    private protected string Folder { get; } = Directory.CreateTempSubdirectory("edge-ai-cli-").FullName;

    private protected string Models => Path.Combine(Folder, "models");

    private string Manifest => Path.Combine(Folder, "served.edgemodels.json");

    /// <summary>The size of the send buffers of the server in bytes; null for the system's default.</summary>
    private protected virtual int? SendBuffer => null;

    public async ValueTask InitializeAsync() => _server = await LoopbackModelServer.StartAsync(sendBuffer: SendBuffer);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Serves a model of one file, <c>ID.gguf</c>, and puts it into the manifest.</summary>
    private protected ServedFile Serve(string id = "tiny", byte[]? content = null, JsonNode? chat = null)
    {
        var file = Server.Serve($"{id}.gguf", content ?? TinyModelBytes.Of(1024 * 1024));
        var model = new JsonObject
        {
            ["id"] = id,
            ["displayName"] = $"Model {id}",
            ["license"] = "MIT",
            ["contextLength"] = 128,
            ["capabilities"] = new JsonArray("chat"),
            ["aliases"] = new JsonArray($"{id}-alias"),
            ["files"] = new JsonArray(new JsonObject
            {
                ["name"] = $"{id}.gguf",
                ["url"] = file.Uri.ToString(),
                ["size"] = file.Content.Length,
                ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(file.Content)),
            }),
        };
        if (chat is not null)
            model["chat"] = chat;
        _models.Add(model);
        WriteManifest();
        return file;
    }

    /// <summary>Serves a model of several files, in that order.</summary>
    private protected void ServeParts(string id, params IEnumerable<string> names)
    {
        Serve(id);
        var files = new JsonArray([.. names.Select(name => Server.Serve(name, TinyModelBytes.Of(4096))).Select(file => new JsonObject
        {
            ["name"] = Path.GetFileName(file.Uri.LocalPath),
            ["url"] = file.Uri.ToString(),
            ["size"] = file.Content.Length,
            ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(file.Content)),
        })]);
        _models[^1]["files"] = files;
        WriteManifest();
    }

    /// <summary>Waits until the partial of a model file has so many bytes.</summary>
    private protected static async Task ReceivedAsync(string path, long bytes)
    {
        var partial = new FileInfo(path + ".partial");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!partial.Exists || partial.Length < bytes)
        {
            await Task.Delay(10, patience.Token); // another process writes, and it sends no signal
            partial.Refresh();
        }
    }

    private protected string PathOf(string id) => Path.Combine(Models, id, $"{id}.gguf");

    private protected string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Environment variables of the tool.</summary>
    private protected List<KeyValuePair<string, string?>> Variables { get; } = [];

    private protected ToolProcess Start(params string[] arguments) => ToolProcess.Start(ToolEnvironment, WithManifest(arguments));

    /// <summary>The environment variables of the tool.</summary>
    private protected IEnumerable<KeyValuePair<string, string?>> ToolEnvironment => [new("EDGE_AI_HOME", Models), new("DOTNET_TieredPGO", "0"), .. Variables];

    private protected string[] WithManifest(string[] arguments) => File.Exists(Manifest) ? [.. arguments, "--manifest", Manifest] : arguments;

    /// <summary>Runs the tool as an unprivileged user; only root can do that.</summary>
    private protected async Task<ToolResult> RunAsOtherAsync(params string[] arguments)
    {
        await using var tool = ToolProcess.Start([new("EDGE_AI_HOME", Models), new("DOTNET_TieredPGO", "0")], [.. arguments, "--manifest", Manifest], via: ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]);
        return await tool.EndAsync();
    }

    private void WriteManifest() =>
        File.WriteAllText(Manifest, new JsonObject { ["schemaVersion"] = 1, ["models"] = new JsonArray([.. _models.Select(each => each.DeepClone())]) }.ToJsonString());

    private protected async Task<ToolResult> RunAsync(params string[] arguments)
    {
        await using var tool = Start(arguments);
        return await tool.EndAsync();
    }
}
