using System.Text.Json;

namespace Edge.AI.Tests.Support;

/// <summary>Published chat templates, which are test data beside the repository. A test that needs them is skipped if they are missing.</summary>
internal static class SharedTemplates
{
    public static string? Folder { get; } = Find();

    /// <summary>The names of all templates; none if the folder is missing.</summary>
    public static IReadOnlyList<string> Names { get; } = Folder is null ? [] : [.. Directory.EnumerateFiles(Folder, "*.*").Where(file => Path.GetExtension(file) is ".json" or ".jinja").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    /// <summary>The Jinja source of a template.</summary>
    public static string Source(string name)
    {
        if (Folder is null)
            Assert.Skip("There is no folder shared/templates beside the repository, and EDGE_AI_TEMPLATES names no other folder.");

        if (File.Exists(Path.Combine(Folder, name + ".jinja")))
            return File.ReadAllText(Path.Combine(Folder, name + ".jinja"));

        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")));
        return document.RootElement.GetProperty("template").GetString()!;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("EDGE_AI_TEMPLATES") is { Length: > 0 } given)
            return Directory.Exists(given) ? given : null;

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "templates");
            if (Directory.Exists(candidate))
                return candidate;
        }

        return null;
    }
}
