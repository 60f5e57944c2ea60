using Edge.AI.Generators.Tests.Parsing;
using Microsoft.CodeAnalysis.CSharp;

namespace Edge.AI.Generators.Tests;

public class EdgeModelsGeneratorTests
{
    [Fact]
    public void Generated_code_compiles_without_a_warning() =>
        new GeneratorRun(new TestFile("acme.edgemodels.json", TestManifest.Valid)).Diagnostics().Should().BeEmpty();

    [Theory]
    [InlineData(LanguageVersion.CSharp9)]
    [InlineData(LanguageVersion.CSharp10)]
    [InlineData(LanguageVersion.CSharp11)]
    [InlineData(LanguageVersion.Preview)]
    public void Generated_code_compiles_in_every_language_version_from_9_on(LanguageVersion version) =>
        new GeneratorRun(version, new TestFile("acme.edgemodels.json", TestManifest.Valid), new TestFile("none.edgemodels.json", TestManifest.Of())).Diagnostics().Should().BeEmpty();

    [Theory]
    [InlineData(LanguageVersion.CSharp7_3)]
    [InlineData(LanguageVersion.CSharp8)]
    public void An_older_language_version_gives_one_diagnostic_and_no_code(LanguageVersion version)
    {
        var run = new GeneratorRun(version, new TestFile("acme.edgemodels.json", TestManifest.Valid), new TestFile("other.edgemodels.json", TestManifest.With("8192", "-8192")));

        run.Diagnostics().Should().ContainSingle().Which.Should().StartWith("error EDGEAI027: The classes that Edge.AI generates need C# 9 or newer");
        run.Result.GeneratedTrees.Should().BeEmpty();
    }

    [Fact]
    public void Generated_code_compiles_in_a_CLS_compliant_assembly()
    {
        var run = new GeneratorRun(new TestFile("acme.edgemodels.json", TestManifest.Valid));
        run.AddCode("[assembly: System.CLSCompliant(true)]");

        run.Diagnostics().Should().BeEmpty();
    }

    [Theory]
    [InlineData("publish/acme.edgemodels.json", "acme.edgemodels.json")]
    [InlineData("a/b/acme.edgemodels.json", "z/acme.edgemodels.json")]
    public void A_copy_of_a_manifest_is_ignored_and_the_outermost_file_is_used(string copy, string original)
    {
        var text = TestManifest.WithoutDigest;

        var run = new GeneratorRun(new TestFile(copy, text), new TestFile(original, text));

        run.Result.GeneratedTrees.Should().ContainSingle();
        run.Result.Diagnostics.Should().ContainSingle().Which.Location.GetLineSpan().Path.Should().Be(original);
    }

    [Fact]
    public void The_same_text_can_be_generated_as_two_classes() =>
        new GeneratorRun(new TestFile("acme.edgemodels.json", TestManifest.Valid), new TestFile("out/acme.edgemodels.json", TestManifest.Valid, className: "Twice"))
            .Result.GeneratedTrees.Should().HaveCount(2);

    [Fact]
    public void The_generated_catalogue_contains_all_values_of_the_manifest()
    {
        var run = new GeneratorRun(new TestFile("acme.edgemodels.json", TestManifest.Valid));

        Catalog(run, "Acme.App.AcmeModels").Should().Equal(ModelCatalog.Parse(TestManifest.Valid, "acme.edgemodels.json"));
    }

    [Fact]
    public void Any_text_is_preserved_in_generated_source()
    {
        var template = "\"\\ {{ x }}\n\r\t\0\u2028\u0085 </summary> */ 😀 \uFFFF";
        var text = TestManifest.With("\"{{ messages }}\"", System.Text.Json.JsonSerializer.Serialize(template))
            .Replace("Support bot", "Bot <&> \\\"\\\\ /* // é 😀 \uFFFF", StringComparison.Ordinal);

        Catalog(new(new TestFile("acme.edgemodels.json", text)), "Acme.App.AcmeModels").Should().Equal(ModelCatalog.Parse(text, "acme"));
    }

    [Fact]
    public void Missing_optional_values_are_null_in_the_generated_catalogue()
    {
        var text = TestManifest.WithoutDigest.Replace("\"license\": \"Apache-2.0\",", "", StringComparison.Ordinal);

        var model = Catalog(new(new TestFile("acme.edgemodels.json", text)), "Acme.App.AcmeModels").Should().ContainSingle().Which;

        (model.License, model.Files[0].Digest).Should().Be((null, null));
        ModelCatalog.Parse(text, "acme").Should().Equal(model);
    }

    [Fact]
    public void Markup_in_a_name_does_not_break_the_documentation() =>
        new GeneratorRun(new TestFile("acme.edgemodels.json", TestManifest.With("Support bot", "</summary> <&> \uFFFF"))).Diagnostics().Should().BeEmpty();

    [Theory]
    [InlineData("acme.edgemodels.json", "AcmeModels")]
    [InlineData("/home/me/acme.edgemodels.json", "AcmeModels")]
    [InlineData("C:\\work\\acme.edgemodels.json", "AcmeModels")]
    [InlineData("my-own.stuff.edgemodels.json", "MyOwnStuffModels")]
    [InlineData("house-models.edgemodels.json", "HouseModels")]
    [InlineData("3d.EdgeModels.JSON", "_3dModels")]
    [InlineData(".edgemodels.json", "Models")]
    public void The_class_is_named_after_the_file(string path, string className) =>
        new GeneratorRun(new TestFile(path, TestManifest.Valid)).OnlySource.Should().Contain($"public static class {className}\n");

    [Theory]
    [InlineData("Acme.App", "namespace Acme.App\n")]
    [InlineData("my-app.3d", "namespace my_app._3d\n")]
    [InlineData("event.app", "namespace @event.app\n")]
    public void The_namespace_is_the_root_namespace(string rootNamespace, string declaration) =>
        new GeneratorRun(new TestFile("acme.edgemodels.json", TestManifest.Valid)) { RootNamespace = rootNamespace }.OnlySource.Should().Contain(declaration);

    [Fact]
    public void Without_a_root_namespace_the_class_is_in_the_global_namespace()
    {
        var run = new GeneratorRun(new TestFile("acme.edgemodels.json", TestManifest.Valid)) { RootNamespace = "" };

        run.Load().GetType("AcmeModels").Should().NotBeNull();
    }

    [Fact]
    public void The_project_file_can_set_another_namespace_and_class()
    {
        var run = new GeneratorRun(new TestFile("acme.edgemodels.json", TestManifest.Valid, "Other.Place", "Bots"));

        run.Load().GetType("Other.Place.Bots").Should().NotBeNull();
    }

    [Fact]
    public void A_class_name_may_be_a_keyword() =>
        new GeneratorRun(new TestFile("acme.edgemodels.json", TestManifest.Valid, "event.namespace", "class")).Diagnostics().Should().BeEmpty();

    [Fact]
    public void Other_additional_files_are_ignored() =>
        new GeneratorRun(new TestFile("acme.json", "{"), new TestFile("edgemodels.json", "{")).Diagnostics().Should().BeEmpty();

    [Fact]
    public void The_valid_models_of_a_broken_manifest_are_still_generated()
    {
        var run = new GeneratorRun(new TestFile("acme.edgemodels.json", TestManifest.Of(TestManifest.ModelNamed("good"), TestManifest.ModelNamed("BAD"))));

        run.Load().GetType("Acme.App.AcmeModels")!.GetProperties().Select(property => property.Name).Should().BeEquivalentTo("Good", "All", "Catalog");
    }

    [Fact]
    public void A_manifest_without_models_generates_an_empty_catalogue() =>
        Catalog(new(new TestFile("acme.edgemodels.json", TestManifest.Of())), "Acme.App.AcmeModels").Should().BeEmpty();

    [Fact]
    public void A_thousand_models_work()
    {
        var text = TestManifest.Of(Enumerable.Range(0, 1000).Select(number => TestManifest.ModelNamed($"model-{number}-b", $"\"m{number}\"")));

        Catalog(new(new TestFile("acme.edgemodels.json", text)), "Acme.App.AcmeModels").Should().HaveCount(1000);
    }

    [Fact]
    public void Two_manifests_become_two_classes() =>
        new GeneratorRun(new TestFile("a.edgemodels.json", TestManifest.Valid), new TestFile("b.edgemodels.json", TestManifest.Valid)).Diagnostics().Should().BeEmpty();

    private static ModelCatalog Catalog(GeneratorRun run, string type) =>
        (ModelCatalog)run.Load().GetType(type, throwOnError: true)!.GetProperty("Catalog")!.GetValue(null)!;
}
