using Edge.AI.Generators.Tests.Parsing;

namespace Edge.AI.Generators.Tests.Emitting;

public class CatalogEmitterTests
{
    private static readonly string Version = typeof(EdgeModelsGenerator).Assembly.GetName().Version!.ToString(3);

    private static readonly string TestData = Path.Combine(AppContext.BaseDirectory, "TestData");

    [Fact]
    public void The_source_of_a_small_manifest_is_the_approved_one()
    {
        var source = new GeneratorRun(new TestFile("acme.edgemodels.json", TestManifest.Valid)).OnlySource.Replace(Version, "VERSION", StringComparison.Ordinal);

        // To approve a change, copy this file over the approved one.
        File.WriteAllText(Path.Combine(TestData, "AcmeModels.received.txt"), source);
        source.Should().Be(File.ReadAllText(Path.Combine(TestData, "AcmeModels.approved.txt")));
    }
}
