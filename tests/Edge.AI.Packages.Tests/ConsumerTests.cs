using System.Xml.Linq;
using Edge.AI.Testing;

namespace Edge.AI.Packages.Tests;

public sealed class ConsumerTests(PackedPackages packages, ConsumerApp app) : IClassFixture<ConsumerApp>
{
    [Fact]
    public async Task An_app_that_installs_the_packages_builds_without_warnings_and_answers()
    {
        Npm.SkipIfMissing();

        app.BuildOutput.Should().Contain("0 Warning(s)");
        (await app.Built.RunAsync()).Should().Be(ConsumerApp.Answers);
    }

    [Fact]
    public void The_app_contains_the_example_of_a_tool_call_in_the_README()
    {
        var example = CodeBlock.Read(ApprovedText.RepositoryRoot, "README.md").Where(block => block.Language == "csharp").ElementAt(1);
        var program = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Consumer", "Program.cs")).ReplaceLineEndings("\n");

        program.Should().EndWith(example.Text);
    }

    [Fact]
    public void A_manifest_becomes_a_documented_class()
    {
        app.ReadIntermediate("*AcmeModels*.cs").Should().Contain("public static class AcmeModels").And.Contain("/// <summary>");
        app.ReadIntermediate("Acme.xml").Should().Contain("P:Acme.AcmeModels.AcmeBot").And.Contain("Acme bot");
    }

    [Fact]
    public void Each_model_of_the_built_in_catalogue_has_docs_in_the_package()
    {
        var docs = XDocument.Parse(packages.TextOf("Edge.AI.Provisioning", "lib/net10.0/Edge.AI.Provisioning.xml")).Descendants("member")
            .Where(member => member.Attribute("name")!.Value.StartsWith("P:Edge.AI.EdgeModels.", StringComparison.Ordinal)).ToList();

        docs.Should().HaveCountGreaterThan(40);
        docs.Should().OnlyContain(member => member.Element("summary") != null && member.Element("summary")!.Value.Length > 0);
    }

    [Fact]
    public async Task A_single_file_app_that_includes_llama_cpp_answers()
    {
        Npm.SkipIfMissing();

        var published = await app.PublishAsync("-p:PublishSingleFile=true", "-p:IncludeNativeLibrariesForSelfExtract=true", "-p:DebugType=none");

        published.Files.Should().Equal("Acme", "Acme.xml");
        (await published.RunAsync()).Should().Be(ConsumerApp.Answers);
    }

    [Fact]
    public async Task A_trimmed_app_has_no_warning_and_answers()
    {
        Npm.SkipIfMissing();

        var published = await app.PublishAsync("-p:PublishTrimmed=true", "-p:TrimmerSingleWarn=false");

        published.Output.Should().NotContain("warning");
        (await published.RunAsync()).Should().Be(ConsumerApp.Answers);
    }
}
