using Edge.AI.Testing;

namespace Edge.AI.Documentation.Tests;

/// <summary>The pages for users: the READMEs, and all of <c>docs</c>.</summary>
internal static class Pages
{
    public static string Root => ApprovedText.RepositoryRoot;

    public static IReadOnlyList<string> All { get; } =
    [
        .. new[] { "README.md" }
            .Concat(((string[])["docs", "packages", "samples", "src"]).SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.md", SearchOption.AllDirectories)).Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/')))
            .Where(page => !page.Split('/').Any(folder => folder is "bin" or "obj" or "_site"))
            .Order(StringComparer.Ordinal),
    ];

    public static IReadOnlyDictionary<string, IReadOnlyList<CodeBlock>> Blocks { get; } = All.ToDictionary(page => page, page => CodeBlock.Read(Root, page), StringComparer.Ordinal);
}
