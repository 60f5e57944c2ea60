namespace Edge.AI.Provisioning.Tests.Catalog;

public class ModelEmbeddingSettingsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(65_537)]
    [InlineData(64, 64)]
    [InlineData(64, 128)]
    public void Impossible_lengths_are_refused(params int[] lengths) =>
        FluentActions.Invoking(() => new ModelEmbeddingSettings { Dimensions = lengths }).Should().Throw<ArgumentException>().WithParameterName("Dimensions");

    [Fact]
    public void An_empty_prefix_is_refused() =>
        FluentActions.Invoking(() => new ModelEmbeddingSettings { QueryPrefix = "" }).Should().Throw<ArgumentException>().WithParameterName("QueryPrefix");
}
