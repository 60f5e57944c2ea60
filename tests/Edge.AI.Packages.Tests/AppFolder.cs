namespace Edge.AI.Packages.Tests;

/// <summary>The folder of a built or published app.</summary>
internal sealed record AppFolder(string Folder, string Root)
{
    /// <summary>The output of publishing.</summary>
    public string Output { get; init; } = "";

    /// <summary>The files beside the app, without those in folders.</summary>
    public IReadOnlyList<string> Files => [.. Directory.GetFiles(Folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    /// <summary>The native libraries of llama.cpp, relative to the folder.</summary>
    public IReadOnlyList<string> Natives => [.. Directory.GetFiles(Folder, "*", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(file).Contains("ggml", StringComparison.Ordinal) || Path.GetFileName(file).Contains("llama", StringComparison.Ordinal))
        .Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    /// <summary>Runs the app and returns its output.</summary>
    public Task<string> RunAsync()
    {
        var environment = new Dictionary<string, string?> { ["EDGE_AI_HOME"] = Path.Combine(Root, "home"), ["Logging__LogLevel__Default"] = "None", ["DOTNET_BUNDLE_EXTRACT_BASE_DIR"] = Path.Combine(Root, "unpacked") };
        var program = Path.Combine(Folder, "Acme");
        return File.Exists(program) ? Dotnet.RunAsync(program, Root, environment) : Dotnet.RunAsync("dotnet", Root, environment, Path.Combine(Folder, "Acme.dll"));
    }
}
