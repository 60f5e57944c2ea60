using System.Text.RegularExpressions;

namespace Edge.AI.Architecture.Tests;

/// <summary>A link to a file of the repository; the anchor is empty if the link has none.</summary>
internal sealed record MarkdownLink(string Path, string Anchor);

/// <summary>What a page of the documentation refers to.</summary>
/// <param name="path">The path of the page, from the root of the repository.</param>
/// <param name="text">The text of the page.</param>
internal sealed partial class MarkdownPage(string path, string text)
{
    private const int Timeout = 1000; // milliseconds

    private static readonly string[] s_rootFolders = ["bench", "docs", "models", "native", "packages", "samples", "src", "tests"];

    private readonly string _prose = CodeBlock().Replace(text, "");

    /// <summary>The pages of the repository, without those of installed packages.</summary>
    public static IEnumerable<string> PathsIn(string root) =>
        Directory.EnumerateFiles(root, "*.md")
            .Concat(((string[])["docs", "bench", "models", "packages", "samples", "src"]).SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "*.md", SearchOption.AllDirectories)))
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(folder => folder is "bin" or "obj" or "node_modules"))
            .Order(StringComparer.Ordinal);

    public static MarkdownPage Read(string root, string path) => new(path, File.ReadAllText(Path.Combine(root, path)));

    /// <summary>Links that do not lead to another server.</summary>
    public IEnumerable<MarkdownLink> Links =>
        from match in Link().Matches(_prose)
        let target = match.Groups["target"].Value
        where !target.Contains(':', StringComparison.Ordinal)
        let parts = target.Split('#')
        select new MarkdownLink(parts[0].Length == 0 ? path : Combine(parts[0]), parts.Length > 1 ? parts[1] : "");

    /// <summary>What a link to this page may have behind its <c>#</c>: headings as GitHub writes them, and explicit ids.</summary>
    public IReadOnlySet<string> Anchors =>
        Heading().Matches(_prose).Select(match => AnchorOf(match.Groups["title"].Value))
            .Concat(ExplicitAnchor().Matches(_prose).Select(match => match.Groups["id"].Value))
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>Code such as <c>src/Edge.AI</c>, and the projects of commands. What npm installs is not there in each checkout.</summary>
    public IEnumerable<string> Paths =>
        Code.Where(code => RootedPath().IsMatch(code) && s_rootFolders.Contains(code.Split('/')[0]) && !code.StartsWith("native/installed", StringComparison.Ordinal))
            .Concat(Project().Matches(text).Select(match => match.Groups["path"].Value));

    /// <summary>Code such as <c>Staging/</c>: a folder of one of the projects.</summary>
    public IEnumerable<string> Folders => Code.Where(code => ProjectFolder().IsMatch(code)).Select(code => code.TrimEnd('/'));

    /// <summary>
    /// What counts as the name of a type or member. In code: names in Pascal case, with their types if these are written
    /// (<c>ModelHost</c>, <c>ModelHost.UseAsync</c>, <c>ContextOverflow = DropOldestTurns</c>), and keys of the configuration section <c>EdgeAI</c>.
    /// In pictures: each word in Pascal case with two humps or more.
    /// </summary>
    public IEnumerable<string> Names => Code.SelectMany(NamesIn).Concat(Picture().Matches(text).SelectMany(picture => Humps().Matches(picture.Value)).Select(match => match.Value)).Distinct(StringComparer.Ordinal);

    private IEnumerable<string> Code => InlineCode().Matches(_prose).Select(match => match.Groups["code"].Value);

    private static IEnumerable<string> NamesIn(string code)
    {
        if (SettingKey().Match(code) is { Success: true } setting)
            return [setting.Value.Replace("__", ":", StringComparison.Ordinal)];

        var match = Expression().Match(code);
        return match.Success ? match.Groups["name"].Captures.Select(name => name.Value).Where(name => name.Any(char.IsLower)) : [];
    }

    private string Combine(string target) =>
        Path.GetRelativePath("/", Path.GetFullPath(Path.Combine("/", Path.GetDirectoryName(path)!, target))).Replace('\\', '/');

    private static string AnchorOf(string title) => NotInAnchors().Replace(title.ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant, Timeout)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"^```mermaid.*?^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant, Timeout)]
    private static partial Regex Picture();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<title>.+)$", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Heading();

    [GeneratedRegex("""<a id="(?<id>[^"]+)">""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex ExplicitAnchor();

    [GeneratedRegex(@"[^\w\- ]", RegexOptions.CultureInvariant, Timeout)]
    private static partial Regex NotInAnchors();

    [GeneratedRegex("(?<!`)`(?<code>[^`\n]+)`(?!`)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"^[a-z]+(/[\w.-]+)*/?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex RootedPath();

    [GeneratedRegex(@"^([A-Z]\w+/)+$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex ProjectFolder();

    [GeneratedRegex(@"--project (?<path>\S+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Project();

    [GeneratedRegex(@"^EdgeAI((:|__)[\w-]+?)+(?==|$)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex SettingKey();

    [GeneratedRegex(@"^(?<name>[A-Z]\w*(\.[A-Z]\w*)*)(<\w+>)?(\([^)]*\))?( = (?<name>[A-Z]\w*(\.[A-Z]\w*)*))?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Expression();

    [GeneratedRegex(@"\b[A-Z]\w*[a-z]\w*[A-Z]\w*\b", RegexOptions.CultureInvariant, Timeout)]
    private static partial Regex Humps();
}
