namespace Edge.AI.Architecture.Tests;

/// <summary>Compares the documentation with the files and the compiled assemblies, so that moves and renames keep it true.</summary>
public sealed class DocumentationTests
{
    private static readonly string s_root = FindRoot();
    private static readonly KnownNames s_names = KnownNames.Read(s_root);

    public static TheoryData<string> Pages() => [.. MarkdownPage.PathsIn(s_root)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_relative_link_leads_to_a_file_and_a_heading(string page)
    {
        var broken = MarkdownPage.Read(s_root, page).Links.Where(link => !LeadsSomewhere(link));

        string.Join(", ", broken).Should().BeEmpty($"'{page}' links to them; correct the file or the heading");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_path_exists(string page)
    {
        var missing = MarkdownPage.Read(s_root, page).Paths.Where(path => !Path.Exists(Path.Combine(s_root, path)));

        string.Join(", ", missing).Should().BeEmpty($"'{page}' names them; correct the path");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_folder_of_a_project_exists(string page)
    {
        var missing = MarkdownPage.Read(s_root, page).Folders.Where(folder => !Directory.GetDirectories(Path.Combine(s_root, "src")).Any(project => Directory.Exists(Path.Combine(project, folder))));

        string.Join(", ", missing).Should().BeEmpty($"'{page}' names them; correct the folder");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_type_and_member_exists(string page)
    {
        Assert.SkipWhen(page is "CHANGELOG.md", "It names what earlier versions had.");

        var isAboutPeer = page.StartsWith("docs/migrating/", StringComparison.Ordinal);
        var unknown = MarkdownPage.Read(s_root, page).Names.Where(name => !s_names.Contains(name) && !(isAboutPeer && s_names.IsOfPeer(name)));

        string.Join(", ", unknown).Should().BeEmpty($"'{page}' names them, and no code does; correct the name, or add a name of another library to KnownNames");
    }

    [Fact]
    public void Every_page_can_be_reached_from_the_first_one()
    {
        HashSet<string> reached = ["docs/index.md"];
        for (string[] next = [.. reached]; next.Length > 0;)
        {
            next = [.. next.Where(page => page.EndsWith(".md", StringComparison.Ordinal)).SelectMany(page => MarkdownPage.Read(s_root, page).Links).Select(link => link.Path).Where(reached.Add)];
        }

        MarkdownPage.PathsIn(s_root).Where(page => page.StartsWith("docs/", StringComparison.Ordinal)).Except(reached).Should().BeEmpty("docs/index.md leads to every page; link to them");
    }

    [Fact]
    public void Every_page_for_users_is_in_the_table_of_contents()
    {
        var contents = File.ReadAllText(Path.Combine(s_root, "docs", "toc.yml"));

        MarkdownPage.PathsIn(s_root).Where(page => page.StartsWith("docs/", StringComparison.Ordinal) && !page.StartsWith("docs/design/", StringComparison.Ordinal))
            .Where(page => !contents.Contains($"href: {page["docs/".Length..]}", StringComparison.Ordinal)).Should().BeEmpty("docs/toc.yml lists every page; add them");
    }

    [Fact]
    public void Every_picture_is_shown_on_a_page()
    {
        var shown = MarkdownPage.PathsIn(s_root).SelectMany(page => MarkdownPage.Read(s_root, page).Links).Select(link => link.Path);

        Directory.EnumerateFiles(Path.Combine(s_root, "docs", "images")).Select(file => $"docs/images/{Path.GetFileName(file)}").Except(shown).Should().BeEmpty("a page shows every picture; link to them, or delete them");
    }

    [Fact]
    public void Pages_are_found_in_every_folder_that_has_some() =>
        MarkdownPage.PathsIn(s_root).Should().Contain(["README.md", "docs/errors.md", "docs/design/index.md", "src/Edge.AI/README.md", "bench/README.md"]);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Edge.AI.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The test must run in the repository: no parent folder contains Edge.AI.sln.");

        return folder.FullName;
    }

    private static bool LeadsSomewhere(MarkdownLink link) =>
        Path.Exists(Path.Combine(s_root, link.Path))
        && (link.Anchor.Length == 0 || MarkdownPage.Read(s_root, link.Path).Anchors.Contains(link.Anchor));
}
