using System.Reflection;
using System.Text.RegularExpressions;
using Edge.AI.AspNetCore;

namespace Edge.AI.Documentation.Tests.Names;

/// <summary>Names on the pages that no compiler sees, compared with the code.</summary>
public sealed partial class NameTests
{
    private static readonly string[] s_idsOfReaders = ["my-model", "acme-bot"];

    /// <summary>The texts in the sources that are names of errors, environment variables, spans, metrics and their attributes.</summary>
    private static readonly HashSet<string> s_inSources =
    [
        .. Directory.EnumerateFiles(Path.Combine(Pages.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => Literal().Matches(File.ReadAllText(file))).Select(match => match.Groups["name"].Value),
    ];

    public static TheoryData<string> All { get; } = [.. Pages.All];

    [Theory]
    [MemberData(nameof(All))]
    public void Every_error_code_environment_variable_and_name_of_telemetry_exists(string page) =>
        Name().Matches(TextOf(page)).Select(match => match.Value).Distinct().Except(s_inSources).Should().BeEmpty($"{page} names them, and no source does; correct the name");

    [Fact]
    public void Every_error_code_is_documented() => s_inSources.Where(name => ErrorCode().IsMatch(name)).Where(code => !TextOf("docs/errors.md").Contains(code, StringComparison.Ordinal) && !TextOf("docs/cli.md").Contains(code, StringComparison.Ordinal))
        .Should().BeEmpty("a source has them; add a row to docs/errors.md, or to docs/cli.md if only the tool has the code");

    [Theory]
    [MemberData(nameof(All))]
    public void Every_diagnostic_exists(string page)
    {
        var known = Diagnostic().Matches(TextOf("docs/diagnostics.md")).Concat(Diagnostic().Matches(BuildDiagnostics())).Select(match => match.Value);

        Diagnostic().Matches(TextOf(page)).Select(match => match.Value).Distinct().Except(known).Should().BeEmpty($"{page} names them; correct the name, or add a row to docs/diagnostics.md");
    }

    [Fact]
    public void Every_diagnostic_of_the_build_is_documented()
    {
        var documented = Pages.All.SelectMany(page => Diagnostic().Matches(TextOf(page))).Select(match => match.Value);

        Diagnostic().Matches(BuildDiagnostics()).Select(match => match.Value).Distinct().Except(documented).Should().BeEmpty("a build can report them; add a row to docs/diagnostics.md");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_model_of_an_example_is_in_the_catalogue(string page)
    {
        var ids = Pages.Blocks[page].Where(block => block.Language is "csharp" or "sh" or "console").SelectMany(block => ModelOfExample().Matches(block.Text)).Select(match => match.Groups["id"].Value);

        ids.Distinct().Where(id => !ModelCatalog.BuiltIn.TryGet(id, out _)).Except(s_idsOfReaders).Should().BeEmpty($"an example of {page} uses them; correct the id");
    }

    [Fact]
    public void The_page_about_the_server_has_every_option_of_the_server() =>
        OptionRow().Matches(TextOf("docs/server.md")).Select(match => match.Groups["name"].Value)
            .Should().BeEquivalentTo(typeof(EdgeServerOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.Name), "the table of docs/server.md has a row for each option of EdgeServerOptions");

    [Fact]
    public void Every_package_is_in_the_table_of_packages()
    {
        var projects = new[] { "src", "packages" }.SelectMany(folder => Directory.GetDirectories(Path.Combine(Pages.Root, folder), "Edge.AI*")).Select(folder => Path.GetFileName(folder)!)
            .Where(project => !project.StartsWith("Edge.AI.Generators", StringComparison.Ordinal) && project != "Edge.AI.Cli.Server"); // in Edge.AI.Provisioning, and in Edge.AI.Cli

        projects.Where(project => !TextOf("README.md").Contains($"`{project}`", StringComparison.Ordinal)).Should().BeEmpty("they are packages; add them to the table of packages in README.md");
    }

    private static string TextOf(string page) => File.ReadAllText(Path.Combine(Pages.Root, page));

    private static string BuildDiagnostics() => string.Concat(
        Directory.EnumerateFiles(Path.Combine(Pages.Root, "packages"), "*.targets", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(Pages.Root, "src"), "*.targets", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).Select(File.ReadAllText));

    [GeneratedRegex("\"(?<name>EDGE_[A-Z_]*[A-Z]|edge_ai\\.[a-z_.]*[a-z])\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Literal();

    [GeneratedRegex(@"\b(EDGE_[A-Z_]*[A-Z]|edge_ai\.[a-z_.]*[a-z])\b(?!…)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    [GeneratedRegex("^EDGE_(?!AI_)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ErrorCode();

    [GeneratedRegex(@"\bEDGE(AI|BUILD)\d{3}\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Diagnostic();

    [GeneratedRegex("""(AddEdgeChatClient|AddEdgeEmbeddingGenerator)\("(?<id>[^"]+)"|(AddKeyedEdgeChatClient|AddKeyedEdgeEmbeddingGenerator)\("[^"]*", "(?<id>[^"]+)"|BuiltIn\.Get\("(?<id>[^"]+)"|(models (pull|show|path)|--model) (?<id>[a-z0-9][\w.-]*)(?=\s|$)""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ModelOfExample();

    [GeneratedRegex(@"^\| `(?<name>[A-Z]\w+)` \|", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OptionRow();
}
