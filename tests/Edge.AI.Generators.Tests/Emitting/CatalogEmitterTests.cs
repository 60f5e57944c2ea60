using Edge.AI.Generators.Tests.Parsing;

namespace Edge.AI.Generators.Tests.Emitting;

public class CatalogEmitterTests
{
    private static readonly string Version = typeof(EdgeModelsGenerator).Assembly.GetName().Version!.ToString(3);

    private static readonly string TestData = Path.Combine(AppContext.BaseDirectory, "TestData");

    [Fact]
    public void The_source_of_a_small_manifest_is_the_approved_one() => Approve("AcmeModels", new GeneratorRun(new TestFile("acme.edgemodels.json", TestManifest.Valid)).OnlySource);

    [Fact]
    public void The_source_of_the_built_in_catalogue_is_the_approved_one() => Approve("EdgeModels", BuiltIn().OnlySource);

    [Fact]
    public void The_source_and_the_diagnostics_of_a_manifest_with_unusual_names_are_the_approved_ones()
    {
        var run = new GeneratorRun(new TestFile("odd.edgemodels.json", File.ReadAllText(Path.Combine(TestData, "odd.edgemodels.json"))));

        Approve("OddModels", string.Concat(run.Result.Diagnostics.Select(diagnostic => $"// {diagnostic}\n")) + run.OnlySource);
    }

    [Fact]
    public void The_source_of_a_manifest_with_unusual_names_compiles() =>
        new GeneratorRun(new TestFile("odd.edgemodels.json", File.ReadAllText(Path.Combine(TestData, "odd.edgemodels.json")))).Load().GetType("Acme.App.OddModels").Should().NotBeNull();

    [Fact]
    public void IntelliSense_shows_size_and_licence_of_a_model() => BuiltIn().OnlySource.Should()
        .Contain("/// <summary>Phi-3 Mini 4K Instruct: 2.4 GB, 3.8B parameters, Q4 (file name &quot;q4&quot;).</summary>")
        .And.Contain("/// <remarks>Licence: MIT. Context: 4,096 tokens. Capabilities: chat. <see href=\"https://huggingface.co/microsoft/Phi-3-mini-4k-instruct-gguf\">The model's page</see>.</remarks>");

    [Fact]
    public void Every_generated_member_is_documented_and_compiles_without_a_warning() => BuiltIn().Diagnostics().Should().BeEmpty();

    private static GeneratorRun BuiltIn() => new(new TestFile("edge.edgemodels.json", File.ReadAllText(Path.Combine(TestData, "edge.edgemodels.json")), "Edge.AI.Copy", "EdgeModels"));

    /// <summary>To approve a change, copy the received file over the approved one.</summary>
    private static void Approve(string name, string source)
    {
        source = source.Replace(Version, "VERSION", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(TestData, $"{name}.received.txt"), source);
        source.Should().Be(File.ReadAllText(Path.Combine(TestData, $"{name}.approved.txt")));
    }
}
