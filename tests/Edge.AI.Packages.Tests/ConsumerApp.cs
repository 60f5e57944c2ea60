namespace Edge.AI.Packages.Tests;

/// <summary>An app outside the repository. It uses only our packages and the user's package sources.</summary>
public class ConsumerApp(PackedPackages packages) : IAsyncLifetime
{
    /// <summary>What the app writes.</summary>
    public const string Answers = "The capital of France is Paris.\nThe capital of France is Paris.\nThe result is: 7 degrees and rainy.\n";

    private readonly string _root = Directory.CreateTempSubdirectory("edge-ai-consumer-").FullName;

    /// <summary>The output of the build.</summary>
    public string BuildOutput { get; private set; } = "";

    /// <summary>The built app.</summary>
    internal AppFolder Built => new(Path.Combine(_root, "bin", "Debug", "net10.0"), _root);

    /// <summary>MSBuild properties of the app.</summary>
    protected virtual string[] OwnProperties => [];

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.Is64BitProcess, "The app is published for linux-x64.");

        var template = Path.Combine(AppContext.BaseDirectory, "Consumer");
        File.Copy(Path.Combine(template, "Program.cs"), Path.Combine(_root, "Program.cs"));
        File.Copy(Path.Combine(template, "acme.edgemodels.json"), Path.Combine(_root, "acme.edgemodels.json"));
        File.Copy(Path.Combine(template, "Acme.csproj.txt"), Path.Combine(_root, "Acme.csproj"));
        await File.WriteAllTextAsync(Path.Combine(_root, "nuget.config"), NuGetConfig(packages));
        BuildOutput = await DotnetAsync(["build", .. OwnProperties]);
    }

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        GC.SuppressFinalize(this);
        await ValueTask.CompletedTask;
    }

    /// <summary>The text of an intermediate file of the build.</summary>
    public string ReadIntermediate(string name) => File.ReadAllText(Directory.GetFiles(Path.Combine(_root, "obj", "Debug"), name, SearchOption.AllDirectories).Single());

    /// <summary>Runs dotnet build with these properties only.</summary>
    internal Task<string> DotnetBuildAsync(params string[] properties) => DotnetAsync(["build", .. properties]);

    /// <summary>Publishes the app for linux-x64, self-contained.</summary>
    internal Task<AppFolder> PublishAsync(params string[] properties) => DotnetPublishAsync(["--runtime", "linux-x64", "--self-contained", .. OwnProperties, .. properties]);

    /// <summary>Runs dotnet publish with these arguments only.</summary>
    internal async Task<AppFolder> DotnetPublishAsync(params string[] arguments)
    {
        var folder = Path.Combine(_root, "published", Guid.NewGuid().ToString("N"));
        return new(folder, _root) { Output = await DotnetAsync(["publish", "--output", folder, .. arguments]) };
    }

    // Our packages go to a folder of this app. Packages of the registry may already be in the user's folder.
    internal static string[] Properties(PackedPackages packages, string root) =>
        [$"-p:EdgeAIVersion={packages.Version}", $"-p:RestorePackagesPath={Path.Combine(root, "packages")}", $"-p:RestoreFallbackFolders={UserPackages}"];

    /// <summary>The only source of packages: those under test.</summary>
    internal static string NuGetConfig(PackedPackages packages) => $"""
        <configuration>
          <packageSources>
            <add key="packed" value="{packages.Folder}" />
          </packageSources>
        </configuration>
        """;

    private Task<string> DotnetAsync(params string[] arguments) => Dotnet.RunAsync(_root, [.. arguments, .. Properties(packages, _root)]);

    internal static string UserPackages =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
