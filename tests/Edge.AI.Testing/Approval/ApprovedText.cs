namespace Edge.AI.Testing;

/// <summary>Compares a text with its approved version, NAME.approved.txt in a folder of the repository, so that every change is seen in review.</summary>
public static class ApprovedText
{
    /// <summary>The changes, and the command that approves them; null if there are none. An indented line belongs to the nearest line above that is not indented.</summary>
    /// <param name="folder">The folder, relative to the root of the repository.</param>
    /// <param name="name">The name of the file, without <c>.approved.txt</c>.</param>
    /// <param name="received">The current text.</param>
    public static string? Change(string folder, string name, string received)
    {
        var approvedPath = Path.Combine(RepositoryRoot, folder, $"{name}.approved.txt");
        var receivedPath = Path.Combine(RepositoryRoot, folder, $"{name}.received.txt");
        var approved = File.Exists(approvedPath) ? File.ReadAllText(approvedPath).ReplaceLineEndings("\n") : "";

        File.Delete(receivedPath);
        if (string.Equals(received, approved, StringComparison.Ordinal))
            return null;

        File.WriteAllText(receivedPath, received);
        return $"""
            {name} has changed:
            {Difference(approved, received)}
            If that is what you promise from now on, approve it in the repository's root:

              mv {folder}/{name}.received.txt {folder}/{name}.approved.txt

            """;
    }

    public static string RepositoryRoot
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Edge.AI.sln")))
                folder = folder.Parent;

            return folder?.FullName ?? throw new DirectoryNotFoundException("The test runs outside the repository: there is no Edge.AI.sln above it.");
        }
    }

    // The same line below another type is a different member.
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
}
