namespace Edge.AI.Architecture.Tests;

/// <summary>Compares the references in the compiled assemblies with the allowed references between projects and folders, which <c>arrows.txt</c> lists.</summary>
public sealed class ArrowTests
{
    private static readonly Arrows s_allowed = Arrows.Read();

    public static TheoryData<string> Projects { get; } = [.. s_allowed.Projects];

    [Theory, MemberData(nameof(Projects))]
    public void A_project_refers_only_to_the_projects_that_it_may_use(string project)
    {
        var references = Compiled(project).References.Where(reference => s_allowed.Projects.Contains(reference));

        references.Should().BeSubsetOf(s_allowed.Of(project));
    }

    [Theory, MemberData(nameof(Projects))]
    public void A_folder_uses_only_the_folders_that_it_may_use(string project)
    {
        var folders = s_allowed.FoldersOf(project);

        var forbidden = Compiled(project).Uses().Where(use => use.IsDirect
            ? !folders.GetValueOrDefault(use.From, []).Contains(use.To)
            : s_allowed.Reaches(project, use.To, use.From)); // a path through types of the root folder must not lead up either

        string.Join('\n', forbidden.Select(use => $"{use.From} uses {use.To}: {use.Evidence}")).Should().BeEmpty();
    }

    [Theory, MemberData(nameof(Projects))]
    public void Every_arrow_of_the_plan_is_in_use(string project)
    {
        var compiled = Compiled(project);

        compiled.Folders.Should().BeEquivalentTo(s_allowed.FoldersOf(project).Keys);
        var used = compiled.Uses().Where(use => use.IsDirect).Select(use => $"{use.From} -> {use.To}");
        s_allowed.FoldersOf(project).SelectMany(pair => pair.Value.Select(to => $"{pair.Key} -> {to}")).Should().BeSubsetOf(used);
    }

    [Theory, MemberData(nameof(Projects))]
    public void The_folders_of_a_project_form_no_cycle(string project) => Arrows.FindCircle(s_allowed.FoldersOf(project)).Should().BeNull();

    [Fact]
    public void The_projects_form_no_cycle() => Arrows.FindCircle(s_allowed.Projects.ToDictionary(project => project, project => s_allowed.Of(project).ToArray())).Should().BeNull();

    [Fact]
    public void A_cycle_is_found() =>
        Arrows.FindCircle(Arrows.Parse(["P ->", "  A -> B", "  B -> C", "  C -> B"]).FoldersOf("P")).Should().Equal("B", "C", "B");

    [Fact]
    public void The_picture_in_the_documentation_shows_these_arrows()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "TestData", "index.md")).ReplaceLineEndings("\n");

        page.Should().Contain($"```mermaid\n{s_allowed.ToMermaid()}\n```");
    }

    private static CompiledArrows Compiled(string project) => new(
        project,
        project switch
        {
            "Edge.AI.Provisioning" => "Edge.AI",
            "edge-ai" => "Edge.AI.Cli",
            "edge-ai-server" => "Edge.AI.Cli.Server",
            _ => project,
        });
}
