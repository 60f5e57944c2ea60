using System.IO.Compression;
using System.Reflection;
using System.Xml.Linq;
using Edge.AI.Testing;

namespace Edge.AI.Packages.Tests;

/// <summary>Every package, packed once for all tests into a temporary folder, with a version that is in no cache.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("edge-ai-packages-").FullName;
    private readonly string _suffix = $"test.{Guid.NewGuid():N}";

    /// <summary>The configuration of the tests, Debug or Release.</summary>
    public static string Configuration { get; } = typeof(PackedPackages).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    /// <summary>The folder of the packages.</summary>
    public string Folder => Path.Combine(_root, "packages");

    public string Version { get; private set; } = "";

    /// <summary>The version of the tool, which is packed without a suffix.</summary>
    public string ToolVersion { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        // Stand-ins for the real npm packages of GPUs, which have 300 MB: the same files, but empty. Without npm, stand-ins for those of CPUs as well.
        var standIns = Path.Combine(_root, "npm");
        foreach (var backend in new[] { "cuda", "vulkan" })
        {
            Fill(standIns, $"linux-x64-{backend}", $"libggml-{backend}.so", "libggml-base.so", "libggml-cpu-x64.so", $"libggml.{backend}.v0.4.0.so", $"libllama.{backend}.v0.4.0.so", "llama-addon.node");
            Fill(standIns, $"win-x64-{backend}", $"ggml-{backend}.dll", "ggml-base.dll", "ggml-cpu-x64.dll", $"ggml.{backend}.v0.4.0.dll", $"llama.{backend}.v0.4.0.dll", "llama-addon.node");
        }

        foreach (var platform in new[] { "linux-arm64", "linux-armv7l", "linux-x64", "mac-arm64-metal", "mac-x64", "win-arm64", "win-x64" })
            Fill(standIns, platform, "libggml-base.so", "libllama.v0.4.0.so");
        var ofStandIns = $"-p:NativeInstallFolder={standIns}/";

        await PackAsync("packages/Edge.AI.Runtime", Npm.IsFound ? [] : [ofStandIns]);
        await PackAsync("packages/Edge.AI.Models.Tiny");
        foreach (var project in new[] { "Edge.AI.Templates", "Edge.AI.Gguf", "Edge.AI.Provisioning", "Edge.AI", "Edge.AI.SemanticKernel", "Edge.AI.AspNetCore" })
            await PackAsync($"src/{project}");
        await PackToolAsync(Npm.IsFound ? [] : [ofStandIns]);

        foreach (var project in new[] { "Cuda.Linux", "Cuda.Windows", "Cuda", "Vulkan" })
            await PackAsync($"packages/Edge.AI.Runtime.{project}", ofStandIns);

        Version = VersionOf("Edge.AI.Models.Tiny");
        ToolVersion = VersionOf("Edge.AI.Cli.any");
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>The files and dependencies of a package, one per line.</summary>
    public string ContentOf(string id)
    {
        using var package = Open(id);
        var files = package.Entries.Select(entry => entry.FullName).Where(name => !IsOfTheFormat(name)).Order(StringComparer.Ordinal);
        var dependencies = Nuspec(package).Descendants().Where(element => element.Name.LocalName == "dependency")
            .Select(element => $"{element.Attribute("id")!.Value} {element.Attribute("version")!.Value}".Replace(Version, "THIS", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        return $"files:\n{Lines(files)}dependencies:\n{Lines(dependencies)}";
    }

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(line => $"    {line}\n"));

    public XDocument NuspecOf(string id)
    {
        using var package = Open(id);
        return Nuspec(package);
    }

    public string TextOf(string id, string file)
    {
        using var package = Open(id);
        using var reader = new StreamReader(package.GetEntry(file)!.Open());
        return reader.ReadToEnd();
    }

    /// <summary>Opens a package as an archive.</summary>
    public ZipArchive Open(string id) => ZipFile.OpenRead(PathOf(id));

    private string PathOf(string id) => Path.Combine(Folder, $"{id}.{(id.StartsWith("Edge.AI.Cli", StringComparison.Ordinal) ? ToolVersion : Version)}.nupkg");

    private string VersionOf(string id) => Path.GetFileName(Directory.GetFiles(Folder, $"{id}.*.nupkg").Single())[$"{id}.".Length..^".nupkg".Length];

    private static XDocument Nuspec(ZipArchive package)
    {
        using var stream = package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(stream);
    }

    private static bool IsOfTheFormat(string name) =>
        name is "[Content_Types].xml" or "_rels/.rels" || name.EndsWith(".psmdcp", StringComparison.Ordinal);

    /// <summary>
    /// The tool is built once more for each platform, from the libraries of this build. They have no version suffix, so neither has the tool. To save time, only the code for the platform
    /// that is tested is compiled ahead of time.
    /// </summary>
    private async Task PackToolAsync(params string[] properties) => await Dotnet.RunAsync(
        ApprovedText.RepositoryRoot,
        [
            "pack", "src/Edge.AI.Cli", "--configuration", Configuration, "--output", Folder, "-p:BuildProjectReferences=false", "-p:RunAnalyzers=false", "-p:CompiledPlatforms=linux-x64",
            $"-p:NuspecOutputPath={Path.Combine(_root, "nuspec", "Edge.AI.Cli")}/", .. properties,
        ]);

    private async Task PackAsync(string project, params string[] properties) => await Dotnet.RunAsync(
        ApprovedText.RepositoryRoot,
        [
            "pack", project, "--no-build", "--configuration", Configuration, "--output", Folder, "--version-suffix", _suffix,
            $"-p:NuspecOutputPath={Path.Combine(_root, "nuspec", Path.GetFileName(project))}/", .. properties,
        ]);

    private static void Fill(string folder, string package, params string[] files)
    {
        var bins = Directory.CreateDirectory(Path.Combine(folder, package, "bins", package)).FullName;
        foreach (var file in files)
            File.WriteAllBytes(Path.Combine(bins, file), []);
    }
}
