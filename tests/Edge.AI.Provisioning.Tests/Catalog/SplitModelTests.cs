namespace Edge.AI.Provisioning.Tests.Catalog;

/// <summary>Models in several parts, which llama.cpp finds by their names.</summary>
public sealed class SplitModelTests
{
    private const string First = "big-00001-of-00003.gguf", Second = "big-00002-of-00003.gguf", Third = "big-00003-of-00003.gguf";

    [Theory]
    [InlineData(First, Second, Third)]
    [InlineData(Third, Second, First)]
    [InlineData(Second, "notes.txt", First, Third)]
    public void The_first_part_is_the_one_to_open_whatever_the_order(params string[] names)
    {
        var model = ModelOf(names);

        new ProvisionedModel { Model = model, Folder = "/models", Files = [.. model.Files.Select(file => $"/models/{file.Name}")] }.Path.Should().Be($"/models/{First}");
    }

    [Theory]
    [InlineData("a.gguf", "b.gguf")]
    [InlineData("a.gguf", First, Second, Third)]
    [InlineData("a-00001-of-00001.gguf", First, Second, Third)]
    public void Of_other_models_the_first_file_is_the_one_to_open(params string[] names)
    {
        var model = ModelOf(names);

        new ProvisionedModel { Model = model, Folder = "/models", Files = [.. names] }.Path.Should().Be(names[0]);
    }

    [Theory]
    [InlineData("part 2", First, Third)]
    [InlineData("part 1", Second, Third)]
    [InlineData("part 3", "a.gguf", First, Second)]
    [InlineData("count from 1", "a-00004-of-00003.gguf")]
    [InlineData("count from 1", "a-00000-of-00001.gguf")]
    [InlineData("part 2", First, "big-00002-of-00004.gguf", Third)]
    public void A_model_without_one_of_its_parts_does_not_exist(string problem, params string[] names) =>
        FluentActions.Invoking(() => ModelOf(names)).Should().Throw<ArgumentException>().WithMessage($"*{problem}*");

    [Fact]
    public void A_manifest_without_one_of_the_parts_is_refused_at_the_place_of_the_others()
    {
        const string Manifest = """
            { "schemaVersion": 1, "models": [ {
              "id": "big", "displayName": "Big", "license": "MIT", "contextLength": 1, "capabilities": ["chat"],
              "files": [
                { "name": "big-00002-of-00002.gguf", "url": "https://example.com/2", "size": 1, "sha256": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" } ]
            } ] }
            """;

        var error = FluentActions.Invoking(() => ModelCatalog.Parse(Manifest, "big.json")).Should().Throw<ManifestException>().Which;

        (error.Line, error.Column).Should().Be((4, 15));
        error.Message.Should().Contain("part 1");
    }

    private static EdgeModel ModelOf(params string[] names) => TestModels.Named("big") with { Files = [.. names.Select(name => TestModels.File(name))] };
}
