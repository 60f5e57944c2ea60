using Edge.AI.Testing;

namespace Edge.AI.Packages.Tests;

/// <summary>A reader follows a page of docs/start from the first command to the last, with the packed packages.</summary>
public sealed class StartPageTests(PackedPackages packages)
{
    /// <summary>The pages whose commands have the mark <c>run</c>. The programs of the other pages run in Edge.AI.Documentation.Tests.</summary>
    public static TheoryData<string> Pages { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(ApprovedText.RepositoryRoot, "docs", "start"), "*.md").Select(file => $"docs/start/{Path.GetFileName(file)}").Order(StringComparer.Ordinal)
            .Where(page => CodeBlock.Read(ApprovedText.RepositoryRoot, page).Any(block => block is { IsShell: true, IsRun: true }))];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task The_commands_of_a_page_lead_to_an_answer(string page)
    {
        Npm.SkipIfMissing();
        using var session = new PageSession(CodeBlock.Read(ApprovedText.RepositoryRoot, page), ApprovedText.RepositoryRoot) { Preparation = Programs() };
        await File.WriteAllTextAsync(Path.Combine(session.Folder, "nuget.config"), ConsumerApp.NuGetConfig(packages), TestContext.Current.CancellationToken);
        session.Environment["NUGET_PACKAGES"] = Path.Combine(session.Folder, "packages"); // ours are of this folder only
        session.Environment["NUGET_FALLBACK_PACKAGES"] = ConsumerApp.UserPackages;

        (await session.RunAsync(TestContext.Current.CancellationToken)).Should().BeEmpty();
    }

    [Fact]
    public void The_pages_of_a_console_app_and_of_a_web_app_are_followed() => Pages.Select(page => page.Data).Should().Contain(["docs/start/console.md", "docs/start/aspnet.md"]);

    /// <summary>The packages have a prerelease version here, and packages of the registry those of this repository. The port of the page is replaced by a free one.</summary>
    private string Programs() => $$"""
        dotnet() {
          if [ "$1 $2" = "add package" ]; then
            case "$3" in
              Edge.AI*) command dotnet add package "$3" --version {{packages.Version}} ;;
              *) command dotnet add package "$3" --version "$(sed -n "s/.*Include=\"$3\" Version=\"\([0-9][^\"]*\)\".*/\1/p" "$REPOSITORY/Directory.Packages.props")" ;;
            esac
          else
            command dotnet "${@//localhost:5000/localhost:$FREE_PORT}"
          fi
        }
        """;
}
