using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Edge.AI.Testing;

namespace Edge.AI.Bench.Cold;

/// <summary>A model file that an app has downloaded once, from a server of this program, with a manifest of its own. Later starts find it on the disk.</summary>
internal sealed class InstalledModel(string folder) : IAsyncDisposable
{
    private const string Id = "bench-model", FileName = "model.gguf";

    /// <summary>The arguments of samples/Chat that choose the model.</summary>
    public IReadOnlyList<string> Arguments => ["--manifest", Manifest, "--model", Id, "--models-dir", Path.Combine(folder, "models")];

    private string Manifest => Path.Combine(folder, "bench.edgemodels.json");

    public static async Task<InstalledModel> InstallAsync(ChatApp app, string model)
    {
        var folder = Directory.CreateTempSubdirectory("edge-ai-bench-cold-").FullName;
        var installed = new InstalledModel(folder);
        var served = Directory.CreateDirectory(Path.Combine(folder, "served")).FullName;
        File.Copy(model, Path.Combine(served, FileName));
        await using var server = await LoopbackFolderServer.StartAsync(served);
        await File.WriteAllTextAsync(installed.Manifest, await ManifestOfAsync(model, new(server.Address, FileName)));

        using var process = Process.Start(app.Start([.. installed.Arguments, "Hello"]))!;
        process.StandardInput.Close();
        var answers = await process.StandardOutput.BaseStream.ReadAsync(new byte[1]) == 1;
        if (answers)
            process.Kill(); // a small model may talk for minutes
        await process.WaitForExitAsync();
        Directory.Delete(served, recursive: true);
        return answers ? installed : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"'{app.Path}' could not install '{model}': exit code {process.ExitCode}."));
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static async Task<string> ManifestOfAsync(string model, Uri address)
    {
        await using var content = File.OpenRead(model);
        var digest = Convert.ToHexStringLower(await SHA256.HashDataAsync(content));
        return JsonSerializer.Serialize(new
        {
            schemaVersion = 1,
            models = new[]
            {
                new
                {
                    id = Id,
                    displayName = "Bench",
                    license = "none",
                    contextLength = 2048,
                    capabilities = new[] { "chat" },
                    files = new[] { new { name = FileName, url = address, size = content.Length, sha256 = digest } },
                },
            },
        });
    }
}
