using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Edge.AI.Cli.Tests.Support;
using Edge.AI.Testing;
using Edge.AI.Testing.Gguf;

namespace Edge.AI.Cli.Tests.Sources;

/// <summary>A repository of the hub on the loopback server: the answers of its API, and its files.</summary>
public abstract class HubTest : ToolTest
{
    private protected const string Repository = "Acme/Bot-GGUF";
    private protected const string Commit = "0123456789abcdef0123456789abcdef01234567";
    private protected const string Token = "hf_secretSecretSecret";

    private readonly List<JsonObject> _entries = [];

    private protected string Manifest => Path.Combine(Folder, "acme.edgemodels.json");

    private protected static string Info => $"api/models/{Repository}";

    private protected static string Tree => $"{Info}/tree/{Commit}";

    /// <summary>Serves the answers about the repository with the files so far.</summary>
    private protected (ServedFile Info, ServedFile Tree) ServeHub()
    {
        Variables.Add(new("HF_ENDPOINT", Server.Address.ToString()));
        Variables.Add(new("EdgeAI__Retry__Delay", "00:00:00"));
        return (Server.Serve(Info, Encoding.UTF8.GetBytes($$"""{"id":"{{Repository}}","sha":"{{Commit}}","gated":false}""")), Server.Serve(Tree, Page(_entries)));
    }

    private protected static byte[] Page(params IEnumerable<JsonObject> entries) =>
        Encoding.UTF8.GetBytes(new JsonArray([.. entries.Select(entry => entry.DeepClone())]).ToJsonString());

    /// <summary>Serves a model of the repository and lists it.</summary>
    private protected ServedFile ServeModel(string path, byte[]? content = null)
    {
        var file = Server.Serve($"{Repository}/resolve/{Commit}/{path}", content ?? new RandomLlama { Name = "Acme Bot" }.ToArray());
        _entries.Add(Entry(path, file.Content));
        return file;
    }

    /// <summary>The entry of a large file: its oid is Git's, and its size that of its pointer.</summary>
    private protected static JsonObject Entry(string path, byte[] content) => new()
    {
        ["type"] = "file",
        ["oid"] = "8ab686eafeb1f44702738c8b0f24f2567c36da6d",
        ["size"] = 135,
        ["path"] = path,
        ["lfs"] = new JsonObject { ["oid"] = DigestOf(content), ["size"] = content.Length, ["pointerSize"] = 135 },
    };

    private protected void List(JsonObject entry) => _entries.Add(entry);

    private protected static string DigestOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private protected static string AddressOf(string path) => $"https://huggingface.co/{Repository}/resolve/{Commit}/{path}";

    private protected Task<ToolResult> AddAsync(string source = $"hf:{Repository}", params string[] more) => RunAsync(["manifest", "add", source, "--manifest", Manifest, .. more]);

    private protected JsonElement Added()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(Manifest));
        return manifest.RootElement.GetProperty("models").EnumerateArray().Single().Clone();
    }
}
