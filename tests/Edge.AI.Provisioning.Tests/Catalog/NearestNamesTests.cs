namespace Edge.AI.Provisioning.Tests.Catalog;

public class NearestNamesTests
{
    [Fact]
    public void The_start_of_a_name_offers_every_model_that_starts_so() =>
        Nearest("phi").Should().Equal("phi-3", "phi-3.5", "phi-4-mini");

    [Theory]
    [InlineData("phi 3", "phi-3")]
    [InlineData("ph-3", "phi-3")]
    [InlineData("qwen-3", "qwen3")]
    [InlineData("lama-3.2", "llama-3.2")]
    [InlineData("mistrall", "mistral")]
    [InlineData("tinylama", "tinyllama")]
    [InlineData("microsoft/Phi-3-mini-4k-instruct-gguf", "phi-3-mini-4k-instruct")]
    [InlineData("llama3.2:1b", "llama-3.2-1b")]
    [InlineData("r1", "deepseek-r1")]
    [InlineData("minilm", "all-minilm")]
    [InlineData("edge_tiny", "edge-tiny")]
    public void The_best_guess_comes_first(string typed, string meant) => Nearest(typed)[0].Should().Be(meant);

    [Theory]
    [InlineData("no-such-model")]
    [InlineData("")]
    [InlineData("???")]
    [InlineData("模型")]
    public void A_name_like_no_other_still_gets_to_see_some_models(string typed) => Nearest(typed).Should().HaveCount(5);

    [Theory]
    [InlineData("qwen")]
    [InlineData("instruct")]
    [InlineData("e")]
    public void Five_models_are_offered_at_most(string typed) => Nearest(typed).Count.Should().BeLessThanOrEqualTo(5);

    [Fact]
    public void No_model_is_offered_twice() => Nearest("qwen").Select(name => ModelCatalog.BuiltIn.Get(name).Id).Should().OnlyHaveUniqueItems();

    [Fact]
    public void A_very_long_name_costs_no_more_than_a_long_one() =>
        FluentActions.Invoking(() => { Nearest(new string('a', 10_000_000)); }).ExecutionTime().Should().BeLessThan(TimeSpan.FromSeconds(5));

    private static IReadOnlyList<string> Nearest(string typed) => Assert.Throws<ModelNotFoundException>(() => ModelCatalog.BuiltIn.Get(typed)).Nearest;
}
