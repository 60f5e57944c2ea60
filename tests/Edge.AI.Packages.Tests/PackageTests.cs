using System.Xml.Linq;
using Edge.AI.Testing;

namespace Edge.AI.Packages.Tests;

public sealed class PackageTests(PackedPackages packages)
{
    public static TheoryData<string> Ids { get; } =
    [
        "Edge.AI", "Edge.AI.AspNetCore", "Edge.AI.Cli", "Edge.AI.Cli.any", "Edge.AI.Cli.linux-x64", "Edge.AI.Gguf", "Edge.AI.Models.Tiny", "Edge.AI.Provisioning", "Edge.AI.SemanticKernel", "Edge.AI.Templates",
        "Edge.AI.Runtime", "Edge.AI.Runtime.Cuda", "Edge.AI.Runtime.Cuda.Linux", "Edge.AI.Runtime.Cuda.Windows", "Edge.AI.Runtime.Vulkan",
    ];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_package_has_the_approved_files_and_dependencies(string id)
    {
        if (id is "Edge.AI.Runtime" or "Edge.AI.Cli.linux-x64")
            Npm.SkipIfMissing();

        if (ApprovedText.Change("tests/Edge.AI.Packages.Tests/Approved", id, packages.ContentOf(id)) is { } change)
            Assert.Fail(change);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_package_has_a_description_and_release_notes(string id)
    {
        var metadata = packages.NuspecOf(id).Root!.Elements().Single().Elements().ToDictionary(element => element.Name.LocalName, StringComparer.Ordinal);

        metadata["description"].Value.Should().NotBe("Package Description");
        metadata["license"].Value.Should().Be("MIT");
        metadata["icon"].Value.Should().Be("icon.png");
        metadata["releaseNotes"].Value.Should().StartWith("## ").And.Subject.Split("\n## ").Should().ContainSingle("only the newest section of the changelog belongs to this version");
        metadata["repository"].Attribute("url").Should().BeNull("a checkout without a public remote has no repository address");
        packages.TextOf(id, metadata["readme"].Value).Should().StartWith($"# {(id.StartsWith("Edge.AI.Cli", StringComparison.Ordinal) ? "edge-ai" : id)}\n");
    }
}
