using System.Reflection.PortableExecutable;

namespace Edge.AI.Packages.Tests;

/// <summary>The tool's packages: one for each platform, one for all others, and the one that users name.</summary>
public sealed class ToolTests(PackedPackages packages) : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("edge-ai-tool-").FullName;

    /// <summary>The platforms with a package.</summary>
    public static TheoryData<string> Platforms { get; } = ["linux-arm", "linux-arm64", "linux-x64", "osx-arm64", "osx-x64", "win-arm64", "win-x64"];

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [MemberData(nameof(Platforms))]
    public void A_package_for_a_platform_has_the_natives_of_that_platform_only(string platform) =>
        NativesOf($"Edge.AI.Cli.{platform}").Should().NotBeEmpty().And.OnlyContain(file => file.StartsWith($"runtimes/{platform}/native/", StringComparison.Ordinal));

    [Fact]
    public void The_package_for_other_platforms_has_no_natives() => NativesOf("Edge.AI.Cli.any").Should().BeEmpty();

    [Fact]
    public void The_package_that_users_name_lists_the_others()
    {
        var settings = packages.TextOf("Edge.AI.Cli", "tools/any/any/DotnetToolSettings.xml");

        foreach (var platform in Platforms.Select(row => row.Data).Append("any"))
            settings.Should().Contain($"RuntimeIdentifier=\"{platform}\" Id=\"Edge.AI.Cli.{platform}\"");
    }

    [Theory]
    [InlineData("Edge.AI.Cli.linux-x64", true)]
    [InlineData("Edge.AI.Cli.any", false)]
    public void Code_is_compiled_ahead_of_time_for_a_platform_and_portable_for_others(string id, bool isCompiled)
    {
        foreach (var assembly in new[] { "edge-ai.dll", "Edge.AI.dll", "System.CommandLine.dll" })
            IsCompiled(id, assembly).Should().Be(isCompiled, "{0} of {1}", assembly, id);
    }

    [Fact]
    public async Task The_installed_tool_is_that_of_this_platform_and_answers()
    {
        SkipElsewhere();

        await RunAsync("dotnet", "tool", "install", "Edge.AI.Cli", "--tool-path", "tools", "--version", packages.ToolVersion, "--configfile", Config());

        Directory.GetDirectories(Path.Combine(_root, "tools", ".store", "edge.ai.cli", packages.ToolVersion)).Select(folder => Path.GetFileName(folder)).Should().Contain("edge.ai.cli.linux-x64");
        (await RunAsync(Path.Combine(_root, "tools", "edge-ai"), "chat", "edge-tiny", "What is the capital of France?", "--threads", "1", "--temperature", "0", "--quiet")).Should().Be("The capital of France is Paris.\n");
    }

    [Fact]
    public async Task The_tool_runs_without_an_installation()
    {
        SkipElsewhere();

        (await RunAsync("dotnet", "tool", "exec", $"Edge.AI.Cli@{packages.ToolVersion}", "--configfile", Config(), "--", "--version")).Should().StartWith(packages.ToolVersion);
    }

    private static void SkipElsewhere()
    {
        Npm.SkipIfMissing();
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.Is64BitProcess, "The tool is compiled for linux-x64.");
    }

    /// <summary>The libraries of llama.cpp in a package, relative to the folder of the tool.</summary>
    private List<string> NativesOf(string id)
    {
        using var package = packages.Open(id);
        var root = $"tools/net10.0/{id["Edge.AI.Cli.".Length..]}/";
        return [.. package.Entries.Where(entry => entry.Name.Contains("ggml", StringComparison.Ordinal) || entry.Name.Contains("llama", StringComparison.Ordinal)).Select(entry => entry.FullName[root.Length..])];
    }

    private bool IsCompiled(string id, string assembly)
    {
        using var package = packages.Open(id);
        using var content = new MemoryStream();
        using (var entry = package.Entries.Single(entry => entry.Name == assembly).Open())
            entry.CopyTo(content);
        content.Position = 0;
        using var image = new PEReader(content);
        return image.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }

    /// <summary>Runs a program that knows no other packages and no other models.</summary>
    private Task<string> RunAsync(string program, params string[] arguments) => Dotnet.RunAsync(
        program, _root, new() { ["NUGET_PACKAGES"] = Path.Combine(_root, "packages"), ["EDGE_AI_HOME"] = Path.Combine(_root, "models") }, arguments);

    private string Config()
    {
        var path = Path.Combine(_root, "nuget.config");
        File.WriteAllText(path, ConsumerApp.NuGetConfig(packages));
        return path;
    }
}
