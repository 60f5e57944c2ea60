namespace Edge.AI.Provisioning.Tests.Catalog;

public class ModelCatalogTests
{
    private static readonly EdgeModel Phi = TestModels.Named("phi-3-mini", "phi-3");
    private static readonly ModelCatalog Catalog = new([Phi, TestModels.Named("qwen3-4b", "qwen3")]);

    [Theory]
    [InlineData("phi-3-mini")]
    [InlineData("phi-3")]
    [InlineData("PHI-3")]
    [InlineData("Phi-3-Mini")]
    public void A_model_is_found_by_id_and_alias_in_any_case(string name) => Catalog.Get(name).Should().BeSameAs(Phi);

    [Fact]
    public void A_miss_names_the_id_that_was_asked_for() =>
        FluentActions.Invoking(() => Catalog.Get("phi-5")).Should().Throw<ModelNotFoundException>().Which.ModelId.Should().Be("phi-5");

    [Fact]
    public void A_miss_offers_the_nearest_names() =>
        FluentActions.Invoking(() => Catalog.Get("phi-5")).Should().Throw<ModelNotFoundException>().Which.Nearest.Should().Equal("phi-3");

    [Fact]
    public void TryGet_tells_a_miss() => Catalog.TryGet("phi-5", out _).Should().BeFalse();

    [Fact]
    public void An_empty_catalogue_says_so() =>
        FluentActions.Invoking(() => new ModelCatalog([]).Get("phi")).Should().Throw<ModelNotFoundException>().Which.Hint.Should().StartWith("The catalogue is empty");

    [Fact]
    public void Models_keep_their_order() => Catalog.Select(model => model.Id).Should().Equal("phi-3-mini", "qwen3-4b");

    [Theory]
    [InlineData("a", "", "a", "")]
    [InlineData("a", "", "b", "a")]
    [InlineData("a", "x", "b", "x")]
    [InlineData("a", "a", "b", "")]
    public void Models_of_one_catalogue_do_not_share_a_name(string id, string alias, string otherId, string otherAlias) =>
        FluentActions.Invoking(() => new ModelCatalog([Named(id, alias), Named(otherId, otherAlias)]))
            .Should().Throw<ArgumentException>().WithMessage($"*'{id}'*use the name*");

    [Fact]
    public void Merging_puts_the_other_models_last() =>
        TestModels.Catalog("a").Merge(TestModels.Catalog("b")).Select(model => model.Id).Should().Equal("a", "b");

    [Fact]
    public void Merging_leaves_both_catalogues_as_they_were()
    {
        Catalog.Merge(TestModels.Catalog("phi-3"), NameConflict.Replace);

        Catalog.Select(model => model.Id).Should().Equal("phi-3-mini", "qwen3-4b");
    }

    [Fact]
    public void Merging_models_that_share_a_name_names_both() =>
        FluentActions.Invoking(() => Catalog.Merge(new([TestModels.Named("other", "phi-3")])))
            .Should().Throw<ArgumentException>().WithMessage("*'phi-3-mini' and 'other'*'phi-3'*");

    [Fact]
    public void With_replace_the_newer_model_wins_its_id()
    {
        var newer = Phi with { DisplayName = "Newer" };

        Catalog.Merge(new([newer]), NameConflict.Replace).Get("phi-3-mini").Should().BeSameAs(newer);
    }

    [Fact]
    public void With_replace_the_newer_model_wins_an_alias() =>
        Catalog.Merge(new([TestModels.Named("other", "phi-3")]), NameConflict.Replace).Get("phi-3").Id.Should().Be("other");

    [Fact]
    public void With_replace_a_model_that_lost_an_alias_keeps_its_id() =>
        Catalog.Merge(new([TestModels.Named("other", "phi-3")]), NameConflict.Replace).Get("phi-3-mini").Aliases.Should().BeEmpty();

    [Fact]
    public void With_replace_a_model_whose_id_became_an_alias_is_gone() =>
        Catalog.Merge(new([TestModels.Named("other", "phi-3-mini")]), NameConflict.Replace).Select(model => model.Id).Should().Equal("qwen3-4b", "other");

    [Fact]
    public void With_replace_a_model_whose_alias_became_an_id_loses_it() =>
        Catalog.Merge(TestModels.Catalog("phi-3"), NameConflict.Replace).Get("phi-3").Id.Should().Be("phi-3");

    private static EdgeModel Named(string id, string alias) => TestModels.Named(id, alias.Length == 0 ? [] : [alias]);
}
