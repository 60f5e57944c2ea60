using System.Text.Json;
using Edge.AI.Catalog.Parsing;

namespace Edge.AI.Generators.Tests.Parsing;

public class ManifestSchemaTests
{
    private static readonly JsonElement Schema =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "TestData", "edgemodels.schema.json"))).RootElement;

    public static TheoryData<string> Objects => ["manifest", "model", "file", "chat", "embeddings"];

    [Theory]
    [MemberData(nameof(Objects))]
    public void Schema_and_parser_know_the_same_properties(string name) =>
        Definition(name).GetProperty("properties").EnumerateObject().Select(property => property.Name).Should().BeEquivalentTo(Properties(name).All);

    [Theory]
    [MemberData(nameof(Objects))]
    public void Schema_and_parser_require_the_same_properties(string name) =>
        Definition(name).GetProperty("required").EnumerateArray().Select(property => property.GetString()).Should().BeEquivalentTo(Properties(name).Required);

    [Theory]
    [InlineData("model", "license")]
    [InlineData("file", "sha256")]
    public void A_recommended_property_is_not_required(string name, string property) =>
        Properties(name).Advised.Select(advised => advised.Name).Should().Equal(property);

    [Theory]
    [MemberData(nameof(Objects))]
    public void The_schema_allows_no_other_properties(string name) => Definition(name).GetProperty("additionalProperties").GetBoolean().Should().BeFalse();

    [Theory]
    [MemberData(nameof(Objects))]
    public void The_schema_describes_every_property(string name) =>
        Definition(name).GetProperty("properties").EnumerateObject()
            .Where(property => !property.Value.TryGetProperty("description", out _)).Should().BeEmpty();

    [Fact]
    public void Schema_and_parser_know_the_same_capabilities() =>
        Definition("model").GetProperty("properties").GetProperty("capabilities").GetProperty("items").GetProperty("enum").EnumerateArray()
            .Select(capability => capability.GetString()).Should().Equal(ModelRules.Capabilities);

    private static JsonElement Definition(string name) => name is "manifest" ? Schema : Schema.GetProperty("$defs").GetProperty(name);

    private static ManifestProperties Properties(string name) => name switch
    {
        "manifest" => ManifestProperties.Manifest,
        "model" => ManifestProperties.Model,
        "file" => ManifestProperties.File,
        "chat" => ManifestProperties.Chat,
        _ => ManifestProperties.Embeddings,
    };
}
