using System.Text.RegularExpressions;

namespace Edge.AI.Packages.Tests;

/// <summary>One app for each package that works without the others. Its program is the first example of the package's README.</summary>
public sealed partial class AloneApps(PackedPackages packages) : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("edge-ai-alone-").FullName;

    /// <summary>The packages.</summary>
    public static IReadOnlyList<string> Ids { get; } = ["Edge.AI.Gguf", "Edge.AI.Provisioning", "Edge.AI.Templates"];

    public async ValueTask InitializeAsync()
    {
        var project = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Consumer", "Alone", "Alone.csproj.txt"));
        foreach (var id in Ids)
        {
            var folder = Directory.CreateDirectory(FolderOf(id)).FullName;
            await File.WriteAllTextAsync(Path.Combine(folder, $"{id}.csproj"), project);
            await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), Example().Match(packages.TextOf(id, "README.md")).Groups["code"].Value);
        }

        await File.WriteAllTextAsync(Path.Combine(_root, "nuget.config"), ConsumerApp.NuGetConfig(packages));
        await File.WriteAllTextAsync(Path.Combine(_root, "Alone.slnx"), $"<Solution>{string.Concat(Ids.Select(id => $"<Project Path=\"{id}/{id}.csproj\" />"))}</Solution>");
        await Dotnet.RunAsync(_root, ["build", "Alone.slnx", .. ConsumerApp.Properties(packages, _root)]); // all at once, because starting a build is what takes time
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Everything in the output folder of an app.</summary>
    public IEnumerable<string> FilesOf(string id) => Directory.EnumerateFiles(OutputOf(id), "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(OutputOf(id), file));

    /// <summary>What an app writes.</summary>
    public Task<string> RunAsync(string id, params string[] arguments) => Dotnet.RunAsync(_root, [Path.Combine(OutputOf(id), "App.dll"), .. arguments]);

    private string FolderOf(string id) => Path.Combine(_root, id);

    private string OutputOf(string id) => Path.Combine(FolderOf(id), "bin", "Debug", "net10.0");

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Example();
}
