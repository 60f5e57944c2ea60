using Edge.AI.Catalog.Parsing;
using Edge.AI.Generators.Model;
using Edge.AI.Generators.Tests.Parsing;

namespace Edge.AI.Generators.Tests.Model;

public class MemberNamesTests
{
    [Theory]
    [InlineData("all", "AllModel")]
    [InlineData("catalog", "CatalogModel")]
    [InlineData("ids", "IdsModel")]
    [InlineData("equals", "EqualsModel")]
    [InlineData("to-string", "ToStringModel")]
    [InlineData("get-type", "GetTypeModel")]
    [InlineData("acme-models", "AcmeModelsModel")]
    public void A_name_that_the_class_itself_needs_gets_a_suffix(string id, string name) => Names(id)[id].Should().Be(name);

    [Fact]
    public void Separators_are_spelled_out_if_ids_differ_only_in_them() =>
        Names("a-b", "a.b", "a_b").Values.Should().BeEquivalentTo("ADashB", "ADotB", "AUnderscoreB");

    [Fact]
    public void A_separator_may_be_the_only_difference() => Names("a1", "a-1").Values.Should().BeEquivalentTo("A1", "ADash1");

    [Fact]
    public void A_spelled_out_name_does_not_take_the_name_of_another_model() => Names("a-b", "a.b", "a-dot-b")["a-dot-b"].Should().Be("ADotB");

    [Fact]
    public void A_name_does_not_depend_on_the_order_of_the_models() =>
        Names("a-b", "a.b", "a-dot-b", "c", "all", "all-model").Should().BeEquivalentTo(Names("all-model", "a-dot-b", "c", "a.b", "all", "a-b"));

    [Theory]
    [InlineData("a-b", "a.b")]
    [InlineData("all", "all-model")]
    [InlineData("system", "edge")]
    [InlineData("equals", "ids")]
    [InlineData("3b", "acme-models")]
    public void Names_that_nearly_clash_compile(string first, string second)
    {
        var text = TestManifest.Of(TestManifest.ModelNamed(first, "\"global\", \"object\", \"finalize\""), TestManifest.ModelNamed(second, "\"string\", \"reference-equals\""));

        new GeneratorRun(new TestFile("acme.edgemodels.json", text)).Diagnostics().Should().BeEmpty();
    }

    [Theory]
    [InlineData("\"b\"", "B")]
    [InlineData("\"b\", \"b-1\", \"b1\"", "B,B1")]
    [InlineData("\"a-a\"", "")]
    [InlineData("\"c-c\"", "")]
    [InlineData("\"all\"", "AllModel")]
    public void An_alias_has_a_property_if_its_name_is_free(string aliases, string properties)
    {
        var text = TestManifest.Of(TestManifest.ModelNamed("a", aliases), TestManifest.ModelNamed("aa").Replace("\"aa\"", "\"a.a\"", StringComparison.Ordinal), TestManifest.ModelNamed("x", "\"c.c\""));
        var models = ManifestParser.Parse(text).Models;

        var members = AliasMember.Of("AcmeModels", models, MemberNames.Of("AcmeModels", models));

        string.Join(',', members.Where(member => member.ModelName is "A").Select(member => member.Name)).Should().Be(properties);
    }

    private static IReadOnlyDictionary<string, string> Names(params string[] ids) =>
        MemberNames.Of("AcmeModels", ManifestParser.Parse(TestManifest.Of(ids.Select(id => TestManifest.ModelNamed(id)))).Models);
}
