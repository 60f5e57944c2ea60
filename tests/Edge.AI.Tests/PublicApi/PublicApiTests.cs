namespace Edge.AI.Tests.PublicApi;

/// <summary>
/// Public is a promise: every change of the surface shows up in PublicApi.approved.txt, and so in review.
/// The failure message has the command that approves a change.
/// </summary>
public class PublicApiTests
{
    private const string Folder = "tests/Edge.AI.Tests/PublicApi";

    [Fact]
    public void The_public_surface_is_the_approved_one()
    {
        var approvedPath = Path.Combine(RepositoryRoot, Folder, "PublicApi.approved.txt");
        var receivedPath = Path.Combine(RepositoryRoot, Folder, "PublicApi.received.txt");
        var approved = File.Exists(approvedPath) ? File.ReadAllText(approvedPath).ReplaceLineEndings("\n") : "";
        var received = PublicApiText.Of(typeof(EdgeModel).Assembly);

        File.Delete(receivedPath);
        if (string.Equals(received, approved, StringComparison.Ordinal))
            return;

        File.WriteAllText(receivedPath, received);
        Assert.Fail($"""
            The public surface of Edge.AI has changed:
            {Difference(approved, received)}
            If that is what you promise from now on, approve it in the repository's root:

              mv {Folder}/PublicApi.received.txt {Folder}/PublicApi.approved.txt

            """);
    }

    // Members belong to the type above them: the same line below another type is another member.
    private static string Difference(string approved, string received)
    {
        var (before, after) = (Members(approved), Members(received));
        var changes = before.Except(after).Select(member => (member.Type, Line: $"-   {member.Line}"))
            .Concat(after.Except(before).Select(member => (member.Type, Line: $"+   {member.Line}")));

        var groups = changes.GroupBy(change => change.Type, change => change.Line, StringComparer.Ordinal);
        var text = string.Join('\n', groups.Select(group => $"  {group.Key}\n{string.Join('\n', group)}"));
        return text.Length > 0 ? text : "Only the order of lines differs.";
    }

    private static List<(string Type, string Line)> Members(string text)
    {
        var (members, type) = (new List<(string, string)>(), "");
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!line.StartsWith(' '))
                type = line.Split(':')[0];

            members.Add((type, line.Trim()));
        }

        return members;
    }

    private static string RepositoryRoot
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Edge.AI.sln")))
                folder = folder.Parent;

            return folder?.FullName ?? throw new DirectoryNotFoundException("The test runs outside the repository: there is no Edge.AI.sln above it.");
        }
    }
}
