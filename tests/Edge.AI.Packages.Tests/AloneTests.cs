using Edge.AI.Testing;

namespace Edge.AI.Packages.Tests;

/// <summary>Each package in an app that installs nothing else of this repository.</summary>
public sealed class AloneTests(AloneApps apps) : IClassFixture<AloneApps>
{
    public static TheoryData<string> Ids { get; } = [.. AloneApps.Ids];

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
}
