namespace Edge.AI.Packages.Tests;

/// <summary>An app outside the repository. It uses only our packages and the user's package sources.</summary>
public sealed class ConsumerApp(PackedPackages packages) : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("edge-ai-consumer-").FullName;

    /// <summary>The output of the build.</summary>
    public string BuildOutput { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.Is64BitProcess, "The app is published for linux-x64.");

        var template = Path.Combine(AppContext.BaseDirectory, "Consumer");
        File.Copy(Path.Combine(template, "Program.cs"), Path.Combine(_root, "Program.cs"));
        File.Copy(Path.Combine(template, "acme.edgemodels.json"), Path.Combine(_root, "acme.edgemodels.json"));
        File.Copy(Path.Combine(template, "Acme.csproj.txt"), Path.Combine(_root, "Acme.csproj"));
        await File.WriteAllTextAsync(Path.Combine(_root, "nuget.config"), NuGetConfig(packages));
        BuildOutput = await DotnetAsync("build");
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>The text of an intermediate file of the build.</summary>
    public string ReadIntermediate(string name) => File.ReadAllText(Directory.GetFiles(Path.Combine(_root, "obj", "Debug"), name, SearchOption.AllDirectories).Single());

    /// <summary>The output of the built app.</summary>
    public Task<string> RunAsync() => AnswerAsync("dotnet", Path.Combine(_root, "bin", "Debug", "net10.0", "Acme.dll"));

    /// <summary>Publishes the app for linux-x64, self-contained.</summary>
    public async Task<PublishedApp> PublishAsync(params string[] properties)
    {
        var folder = Path.Combine(_root, "published", Guid.NewGuid().ToString("N"));
        var output = await DotnetAsync(["publish", "--runtime", "linux-x64", "--self-contained", "--output", folder, .. properties]);
        return new(output, [.. Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)], await AnswerAsync(Path.Combine(folder, "Acme")));
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

    private Task<string> AnswerAsync(string program, params string[] arguments) =>
        Dotnet.RunAsync(program, _root, new() { ["EDGE_AI_HOME"] = Path.Combine(_root, "home"), ["Logging__LogLevel__Default"] = "None", ["DOTNET_BUNDLE_EXTRACT_BASE_DIR"] = Path.Combine(_root, "unpacked") }, arguments);

    private static string UserPackages =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}

/// <summary>A published app: the output of publishing, its files, and the output of the app.</summary>
public sealed record PublishedApp(string Output, IReadOnlyList<string> Files, string Answers);
