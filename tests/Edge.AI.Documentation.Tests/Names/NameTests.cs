using System.Reflection;
using System.Text.RegularExpressions;
using Edge.AI.AspNetCore;

namespace Edge.AI.Documentation.Tests.Names;

/// <summary>Names on the pages that no compiler sees, compared with the code.</summary>
public sealed partial class NameTests
{
    private static readonly string[] s_idsOfReaders = ["my-model", "acme-bot"];

    /// <summary>The texts in the sources that are codes.</summary>
    private static readonly HashSet<string> s_codes =
    [
        .. Directory.EnumerateFiles(Path.Combine(Pages.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => CodeLiteral().Matches(File.ReadAllText(file))).Select(match => match.Groups["code"].Value),
    ];

    public static TheoryData<string> All { get; } = [.. Pages.All];

    [Theory]
    [MemberData(nameof(All))]
    public void Every_error_code_exists(string page) => ErrorCode().Matches(TextOf(page)).Select(match => match.Value).Distinct().Except(s_codes).Should().BeEmpty();

    [Fact]
    public void Every_error_code_is_documented() => s_codes.Where(code => !TextOf("docs/errors.md").Contains(code, StringComparison.Ordinal) && !TextOf("docs/cli.md").Contains(code, StringComparison.Ordinal)).Should().BeEmpty();

    [Theory]
    [MemberData(nameof(All))]
    public void Every_diagnostic_exists(string page)
    {
        var known = Diagnostic().Matches(TextOf("docs/diagnostics.md")).Concat(Diagnostic().Matches(BuildDiagnostics())).Select(match => match.Value);

        Diagnostic().Matches(TextOf(page)).Select(match => match.Value).Distinct().Except(known).Should().BeEmpty();
    }

    [Fact]
    public void Every_diagnostic_of_the_build_is_documented()
    {
        var documented = Pages.All.SelectMany(page => Diagnostic().Matches(TextOf(page))).Select(match => match.Value);

        Diagnostic().Matches(BuildDiagnostics()).Select(match => match.Value).Distinct().Except(documented).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_model_of_an_example_is_in_the_catalogue(string page)
    {
        var ids = Pages.Blocks[page].Where(block => block.Language is "csharp" or "sh" or "console").SelectMany(block => ModelOfExample().Matches(block.Text)).Select(match => match.Groups["id"].Value);

        ids.Distinct().Where(id => !ModelCatalog.BuiltIn.TryGet(id, out _)).Except(s_idsOfReaders).Should().BeEmpty();
    }

    [Fact]
    public void The_page_about_the_server_has_every_option_of_the_server() =>
        OptionRow().Matches(TextOf("docs/server.md")).Select(match => match.Groups["name"].Value)
            .Should().BeEquivalentTo(typeof(EdgeServerOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.Name));

    [Fact]
    public void Every_package_is_in_the_table_of_packages()
    {
        var projects = new[] { "src", "packages" }.SelectMany(folder => Directory.GetDirectories(Path.Combine(Pages.Root, folder), "Edge.AI*")).Select(folder => Path.GetFileName(folder)!)
            .Where(project => !project.StartsWith("Edge.AI.Generators", StringComparison.Ordinal) && project != "Edge.AI.Cli.Server"); // in Edge.AI.Provisioning, and in Edge.AI.Cli

        projects.Where(project => !TextOf("README.md").Contains($"`{project}`", StringComparison.Ordinal)).Should().BeEmpty();
    }

    private static string TextOf(string page) => File.ReadAllText(Path.Combine(Pages.Root, page));

    private static string BuildDiagnostics() => string.Concat(
        Directory.EnumerateFiles(Path.Combine(Pages.Root, "packages"), "*.targets", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(Pages.Root, "src"), "*.targets", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).Select(File.ReadAllText));

    [GeneratedRegex("\"(?<code>EDGE_(?!AI_)[A-Z_]*[A-Z])\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeLiteral();

    [GeneratedRegex(@"\bEDGE_(?!AI_)[A-Z_]*[A-Z]\b(?!…)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ErrorCode();

    [GeneratedRegex(@"\bEDGE(AI|BUILD)\d{3}\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Diagnostic();

    [GeneratedRegex("""(AddEdgeChatClient|AddEdgeEmbeddingGenerator)\("(?<id>[^"]+)"|(AddKeyedEdgeChatClient|AddKeyedEdgeEmbeddingGenerator)\("[^"]*", "(?<id>[^"]+)"|BuiltIn\.Get\("(?<id>[^"]+)"|(models (pull|show|path)|--model) (?<id>[a-z0-9][\w.-]*)(?=\s|$)""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ModelOfExample();

    [GeneratedRegex(@"^\| `(?<name>[A-Z]\w+)` \|", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OptionRow();
}
