using Edge.AI.Testing;

namespace Edge.AI.Tests.Docs;

public class DocumentationTests
{
    private static readonly string Root = ApprovedText.RepositoryRoot;
    private static readonly KnownNames Names = KnownNames.Read(Root);

    public static TheoryData<string> Pages() => [.. MarkdownPage.PathsIn(Root)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_relative_link_leads_to_a_file_and_a_heading(string page)
    {
        var broken = MarkdownPage.Read(Root, page).Links.Where(link => !LeadsSomewhere(link));

        string.Join(", ", broken).Should().BeEmpty($"'{page}' links to them");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_path_exists(string page)
    {
        var missing = MarkdownPage.Read(Root, page).Paths.Where(path => !Path.Exists(Path.Combine(Root, path)));

        string.Join(", ", missing).Should().BeEmpty($"'{page}' names them");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_folder_of_a_project_exists(string page)
    {
        var missing = MarkdownPage.Read(Root, page).Folders.Where(folder => !Directory.GetDirectories(Path.Combine(Root, "src")).Any(project => Directory.Exists(Path.Combine(project, folder))));

        string.Join(", ", missing).Should().BeEmpty($"'{page}' names them");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_type_and_member_exists(string page)
    {
        Assert.SkipWhen(page is "CHANGELOG.md", "It names what earlier versions had.");

        var unknown = MarkdownPage.Read(Root, page).Names.Where(name => !Names.Contains(name));

        string.Join(", ", unknown).Should().BeEmpty($"'{page}' names them");
    }

    [Fact]
    public void Pages_are_found_in_every_folder_that_has_some() =>
        MarkdownPage.PathsIn(Root).Should().Contain(["README.md", "docs/errors.md", "docs/design/index.md", "src/Edge.AI/README.md", "bench/README.md"]);

    private static bool LeadsSomewhere(MarkdownLink link) =>
        Path.Exists(Path.Combine(Root, link.Path))
        && (link.Anchor.Length == 0 || MarkdownPage.Read(Root, link.Path).Anchors.Contains(link.Anchor));
}
