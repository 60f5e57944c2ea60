using System.Text.RegularExpressions;
using Edge.AI.AspNetCore.Tests.Support;
using Edge.AI.Testing;
using static Microsoft.Playwright.Assertions;

namespace Edge.AI.Packages.Tests;

/// <summary>A reader follows a page of docs/start from the first command to the last, with the packed packages.</summary>
public sealed partial class StartPageTests(PackedPackages packages, Browser browser)
{
    /// <summary>The pages whose commands have the mark <c>run</c>: all but that of the worker, whose template needs a package that is not here without a network. Its program runs in Edge.AI.Documentation.Tests.</summary>
    public static TheoryData<string> Pages { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(ApprovedText.RepositoryRoot, "docs", "start"), "*.md").Select(file => $"docs/start/{Path.GetFileName(file)}").Order(StringComparer.Ordinal)
            .Where(page => CodeBlock.Read(ApprovedText.RepositoryRoot, page).Any(block => block is { IsShell: true, IsRun: true }))];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task The_commands_of_a_page_lead_to_an_answer(string page)
    {
        Npm.SkipIfMissing();
        using var session = new PageSession(CodeBlock.Read(ApprovedText.RepositoryRoot, page), ApprovedText.RepositoryRoot)
        {
            Preparation = Programs(),
            Visit = address => Question().Match(TextOf(page)) is { Success: true } visit ? AskAsync(address, visit.Groups["question"].Value) : Task.CompletedTask,
        };
        await File.WriteAllTextAsync(Path.Combine(session.Folder, "nuget.config"), ConsumerApp.NuGetConfig(packages), TestContext.Current.CancellationToken);
        session.Environment["NUGET_PACKAGES"] = Path.Combine(session.Folder, "packages"); // ours are of this folder only
        session.Environment["NUGET_FALLBACK_PACKAGES"] = ConsumerApp.UserPackages;

        var differences = await session.RunAsync(TestContext.Current.CancellationToken);

        foreach (var (block, end) in session.Ends)
            TestContext.Current.SendDiagnosticMessage("{0} after {1:0.0} s", block, end.TotalSeconds);
        differences.Should().BeEmpty();
    }

    [Fact]
    public void All_pages_but_one_are_followed() =>
        Directory.GetFiles(Path.Combine(ApprovedText.RepositoryRoot, "docs", "start")).Select(file => $"docs/start/{Path.GetFileName(file)}").Except(Pages.Select(page => page.Data)).Should().Equal("docs/start/worker.md");

    [Fact]
    public void The_page_of_a_web_app_leads_to_a_question_in_the_browser() => Question().IsMatch(TextOf("docs/start/aspnet.md")).Should().BeTrue();

    /// <summary>Asks the question of the page in the chat page, as its reader does.</summary>
    private async Task AskAsync(Uri address, string question)
    {
        if (!Browser.IsFound)
        {
            TestContext.Current.AddWarning("No browser was found. The chat page was not opened.");
            return;
        }

        var page = await browser.OpenAsync();
        await page.GotoAsync(address.OriginalString);
        await Expect(page.Locator("#model-name")).ToHaveTextAsync("Edge Tiny");
        await page.Locator("#prompt").FillAsync(question);
        var response = await page.RunAndWaitForResponseAsync(() => page.Keyboard.PressAsync("Enter"), response => response.Url.EndsWith("/chat/completions", StringComparison.Ordinal));

        await Expect(page.Locator(".message.assistant .body")).ToHaveTextAsync("The capital of France is Paris.");
        (await response.HeaderValueAsync("content-type")).Should().StartWith("text/event-stream", "the answer is streamed");
    }

    private static string TextOf(string page) => File.ReadAllText(Path.Combine(ApprovedText.RepositoryRoot, page));

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

    [GeneratedRegex("Open <http://localhost:5000> and ask `(?<question>[^`]+)`", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Question();
}
