using System.Security.Cryptography;
using Edge.AI.Testing;

namespace Edge.AI.Packages.Tests;

/// <summary>Each package in an app that installs nothing else of this repository.</summary>
public sealed class AloneTests(AloneApps apps) : IClassFixture<AloneApps>
{
    /// <summary>The packages without dependencies.</summary>
    public static TheoryData<string> Ids { get; } = [.. AloneApps.Ids.Where(id => id != "Edge.AI.Provisioning")];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Beside_the_app_lies_its_package_and_no_llama_cpp(string id) =>
        apps.FilesOf(id).Where(file => Path.GetExtension(file) is not (".json" or ".pdb")).Should().BeEquivalentTo(OperatingSystem.IsWindows() ? "App.exe" : "App", "App.dll", $"{id}.dll");

    [Fact]
    public async Task The_readme_of_the_templates_renders_a_prompt_and_tells_who_wrote_what() =>
        (await apps.RunAsync("Edge.AI.Templates")).ReplaceLineEndings("\n").Should().Be(
            """
            <|user|>Hello <|end|><|end|><|assistant|>
            Template: <|
            Input: user
            Template: |>
            Input: Hello <|end|>
            Template: <|end|><|assistant|>

            """.ReplaceLineEndings("\n"));

    [Fact]
    public async Task The_readme_of_gguf_reads_and_checks_a_model() =>
        (await apps.RunAsync("Edge.AI.Gguf", Path.Combine(ApprovedText.RepositoryRoot, "models", "edge-tiny", "edge-tiny-q8_0.gguf"))).ReplaceLineEndings("\n").Should().Be(
            """
            edge-tiny: llama, 6 layers, context 1024, Q8_0
            27 metadata values, for example tokenizer.ggml.model = llama
            56 tensors, the first one is token_embd.weight with 256 x 2048 numbers of type Q8_0
            llama.cpp can load it: 5270528 bytes of weights

            """.ReplaceLineEndings("\n"));

    [Fact]
    public void Beside_an_app_that_only_downloads_models_lies_no_llama_cpp() =>
        apps.FilesOf("Edge.AI.Provisioning").Should().Contain(["Edge.AI.Provisioning.dll", "Edge.AI.Gguf.dll"])
            .And.NotContain("Edge.AI.dll").And.NotContain(file => file.Contains("llama", StringComparison.OrdinalIgnoreCase) || file.Contains("ggml", StringComparison.OrdinalIgnoreCase));

    [Fact]
    public async Task The_readme_of_provisioning_downloads_a_model_with_a_pause()
    {
        await using var server = await LoopbackModelServer.StartAsync();
        var file = server.Serve("model.gguf", TinyModelBytes.Of(1024 * 1024)).Then(new ServedReply { WaitsAfter = 4096, Gate = new() }); // Until the client hangs up.
        var manifest = Path.Combine(Directory.CreateTempSubdirectory("edge-ai-alone-").FullName, "own.json");
        await File.WriteAllTextAsync(manifest, $$"""
            { "schemaVersion": 1, "models": [ { "id": "own", "displayName": "Own", "license": "MIT", "contextLength": 128, "capabilities": ["chat"], "files": [
              { "name": "model.gguf", "url": "{{file.Uri}}", "size": {{file.Content.Length}}, "sha256": "{{Convert.ToHexStringLower(SHA256.HashData(file.Content))}}" } ] } ] }
            """);

        var output = (await apps.RunAsync("Edge.AI.Provisioning", manifest)).ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);

        output.Should().ContainInOrder("Downloading: 4096 of 1048576 bytes", "Paused: 4096 of 1048576 bytes", "Completed: 1048576 of 1048576 bytes");
        (await File.ReadAllBytesAsync(output[^1])).Should().Equal(file.Content);
        server.Requests.Select(request => request.Range).Should().Equal(null, "bytes=4096-");
        Directory.Delete(Path.GetDirectoryName(manifest)!, recursive: true);
    }
}
