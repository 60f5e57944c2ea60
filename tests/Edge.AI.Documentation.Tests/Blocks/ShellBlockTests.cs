using Edge.AI.Testing;

namespace Edge.AI.Documentation.Tests.Blocks;

/// <summary>
/// The shell blocks with the mark <c>run</c>. The blocks of a page run one after the other, as a reader would run them. The pages of <c>docs/start</c> need
/// the packages, and are tested with them.
/// </summary>
public sealed class ShellBlockTests
{
    private static readonly HashSet<string> s_marks = ["run", "background", "output"];

    public static TheoryData<string> All { get; } =
        [.. Pages.Blocks.Where(page => !page.Key.StartsWith("docs/start/", StringComparison.Ordinal) && page.Value.Any(block => block is { IsShell: true, IsRun: true })).Select(page => page.Key)];

    [Theory]
    [MemberData(nameof(All))]
    public async Task The_shell_blocks_of_a_page_print_what_the_page_states(string page)
    {
        using var session = new PageSession(Pages.Blocks[page], Pages.Root) { Preparation = Programs() };

        (await session.RunAsync(TestContext.Current.CancellationToken)).Should().BeEmpty();
    }

    [Fact]
    public void The_marks_of_shell_blocks_are_known() =>
        Pages.Blocks.Values.SelectMany(blocks => blocks).Where(block => block.Language != "csharp")
            .SelectMany(block => block.Marks.Where(mark => !s_marks.Contains(mark) && !mark.StartsWith("file=", StringComparison.Ordinal)).Select(mark => $"{block}: {mark}"))
            .Should().BeEmpty("CodeBlock lists the marks");

    [Fact]
    public void There_are_pages_with_shell_blocks() => All.Count.Should().BePositive();

    [Theory]
    [InlineData("```sh run\necho one\n```\n```text output\ntwo\n```\n")]
    [InlineData("```sh run\ntrue\nfalse\n```\n")]
    [InlineData("```console run\n$ echo one\ntwo\n```\n")]
    [InlineData("```sh run\nedge-ai no-such-command\n```\n")]
    public async Task A_page_that_states_something_wrong_is_found(string page)
    {
        using var session = new PageSession(CodeBlock.Parse("page.md", page), Pages.Root) { Preparation = Programs() };

        (await session.RunAsync(TestContext.Current.CancellationToken)).Should().NotBeEmpty();
    }

    /// <summary>The tool of this build stands for the installed one, and 'dotnet run --project' starts what this build has compiled.</summary>
    private static string Programs() => $$"""
        edge-ai() { command dotnet "$REPOSITORY/src/Edge.AI.Cli/bin/{{Configuration}}/net10.0/edge-ai.dll" "$@"; }
        dotnet() {
          if [ "$1 $2" = "run --project" ]; then command dotnet run --no-build --configuration {{Configuration}} --project "$REPOSITORY/$3" "${@:4}"; else command dotnet "$@"; fi
        }
        """;

    private static string Configuration => AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";
}
