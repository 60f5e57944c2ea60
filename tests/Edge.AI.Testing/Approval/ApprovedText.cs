namespace Edge.AI.Testing;

/// <summary>A text that is a promise: NAME.approved.txt in a folder of the repository, and so every change of it in review.</summary>
public static class ApprovedText
{
    /// <summary>What changed, and the command that approves it; null if nothing did. Lines belong to the line above them that is not indented.</summary>
    /// <param name="folder">The folder, from the repository's root.</param>
    /// <param name="name">The file's name, without <c>.approved.txt</c>.</param>
    /// <param name="received">The text as it is now.</param>
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

    // The same line below another type is another member.
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
