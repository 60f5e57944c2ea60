using System.Security.Cryptography;
using Edge.AI.Testing;

namespace Edge.AI.Packages.Tests;

public sealed class DeterminismTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("edge-ai-twice-").FullName;

    [Fact]
    public async Task Two_builds_give_packed_assemblies_with_the_same_bytes()
    {
        var first = await DigestsOfBuildAsync();
        var second = await DigestsOfBuildAsync();

        first.Should().HaveCount(7);
        second.Should().Equal(first);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    /// <summary>Compiles them into separate folders, so that the tested build does not change.</summary>
    private async Task<Dictionary<string, string>> DigestsOfBuildAsync()
    {
        var (intermediate, output) = (Path.Combine(_root, "obj"), Path.Combine(_root, "bin"));
        await Dotnet.RunAsync(ApprovedText.RepositoryRoot, [
            "build", "src/Edge.AI.SemanticKernel", "--no-restore", "--configuration", PackedPackages.Configuration,
            $"-p:IntermediateOutputPath={intermediate}/", $"-p:OutDir={output}/", "-p:RunAnalyzers=false",
        ]);
        string[] packed = ["Edge.AI.dll", "Edge.AI.SemanticKernel.dll", "Edge.AI.Gguf.dll", "Edge.AI.Provisioning.dll", "Edge.AI.Templates.dll", "Edge.AI.Generators.dll", "Edge.AI.Generators.CodeFixes.dll"];
        var digests = packed.ToDictionary(name => name, name => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(output, name)))), StringComparer.Ordinal);
        Directory.Delete(intermediate, recursive: true);
        Directory.Delete(output, recursive: true);
        return digests;
    }
}
