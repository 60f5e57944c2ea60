using Edge.AI.Catalog.Parsing;
using Edge.AI.Generators.Diagnostics;
using Edge.AI.Generators.Tests.Parsing;
using Microsoft.CodeAnalysis;

namespace Edge.AI.Generators.Tests.Diagnostics;

public class ManifestDiagnosticsTests
{
    [Fact]
    public void A_problem_is_an_error_at_its_location_in_the_manifest()
    {
        var diagnostic = Only(new TestFile("some/acme.edgemodels.json", TestManifest.With("8192", "-8192")));

        diagnostic.ToString().Should().StartWith("some/acme.edgemodels.json(9,24): error EDGEAI010: ");
    }

    [Fact]
    public void A_missing_licence_is_only_an_information()
    {
        var diagnostic = Only(new TestFile("acme.edgemodels.json", TestManifest.With("\"license\": \"Apache-2.0\",", "")));

        diagnostic.ToString().Should().StartWith("acme.edgemodels.json(5,5): info EDGEAI022: 'license' is missing");
    }

    [Fact]
    public void A_missing_digest_is_a_warning_that_names_the_option()
    {
        var diagnostic = Only(new TestFile("acme.edgemodels.json", TestManifest.WithoutDigest));

        diagnostic.DefaultSeverity.Should().Be(DiagnosticSeverity.Warning);
        diagnostic.ToString().Should().StartWith("acme.edgemodels.json(12,9): ").And.Contain("EDGEAI023: 'sha256' is missing").And.Contain("EdgeAI:AllowUnverifiedFiles");
    }

    [Fact]
    public void The_location_of_a_problem_covers_the_whole_value()
    {
        var text = TestManifest.With("8192", "-8192");
        var span = Only(new TestFile("acme.edgemodels.json", text)).Location.SourceSpan;

        text.Substring(span.Start, span.Length).Should().Be("-8192");
    }

    [Theory]
    [InlineData("a b", null)]
    [InlineData(null, "a.b")]
    [InlineData("1", null)]
    [InlineData("a..b", null)]
    public void An_invalid_namespace_or_class_name_is_an_error(string? @namespace, string? className) =>
        Only(new TestFile("acme.edgemodels.json", TestManifest.Valid, @namespace, className)).Id.Should().Be("EDGEAI019");

    [Fact]
    public void Two_manifests_for_one_class_are_an_error_at_the_second()
    {
        var diagnostic = Only(new TestFile("a/acme.edgemodels.json", TestManifest.Valid), new TestFile("b/ACME.edgemodels.json", TestManifest.Valid, className: "acmemodels"));

        diagnostic.ToString().Should().StartWith("b/ACME.edgemodels.json(1,1): error EDGEAI020: 'a/acme.edgemodels.json' already becomes the class 'Acme.App.acmemodels'");
    }

    [Fact]
    public void A_manifest_that_cannot_be_read_is_an_error() => Only(new TestFile("acme.edgemodels.json", text: null)).Id.Should().Be("EDGEAI021");

    [Theory]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", false)]
    [InlineData("iso-8859-1", false)]
    public void Only_UTF_8_compiles_because_only_UTF_8_can_be_loaded(string encoding, bool isValid)
    {
        var file = new TestFile("acme.edgemodels.json", TestManifest.Valid) { Encoding = System.Text.Encoding.GetEncoding(encoding) };
        var path = Path.GetTempFileName();
        File.WriteAllText(path, TestManifest.Valid.Replace("Support bot", "Süpport bot", StringComparison.Ordinal), file.Encoding);

        new GeneratorRun(file).Result.Diagnostics.Select(diagnostic => diagnostic.Id).Should().Equal(isValid ? [] : ["EDGEAI021"]);
        var load = () => ModelCatalog.Load(path);
        if (isValid)
            load.Should().NotThrow();
        else
            load.Should().Throw<ManifestException>();
        File.Delete(path);
    }

    [Fact]
    public void Every_problem_of_the_parser_has_a_descriptor() => Ids().Should().BeSubsetOf(Descriptors.All.Select(descriptor => descriptor.Id));

    [Fact]
    public void The_documentation_explains_every_diagnostic_at_its_help_link()
    {
        var rows = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "TestData", "diagnostics.md")).Where(line => line.StartsWith("| <a id=", StringComparison.Ordinal));

        rows.Select(row => row[..(row.IndexOf(" |", StringComparison.Ordinal) + 2)]).Should().Equal(Descriptors.All.Select(descriptor => $"| <a id=\"{descriptor.HelpLinkUri.Split('#')[1]}\"></a>{descriptor.Id} |"));
    }

    private static IEnumerable<string> Ids() => typeof(ProblemIds).GetFields().Select(field => (string)field.GetRawConstantValue()!);

    private static Diagnostic Only(params TestFile[] files) => new GeneratorRun(files).Result.Diagnostics.Should().ContainSingle().Which;
}
