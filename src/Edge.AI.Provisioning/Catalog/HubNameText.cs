using System.Text.RegularExpressions;

namespace Edge.AI.Catalog;

/// <summary>The rules for names of repositories of the Hugging Face hub (huggingface_hub, validate_repo_id). A name that satisfies them cannot change the path of an address.</summary>
internal static partial class HubNameText
{
    /// <summary>The problem of the name; null if it is valid.</summary>
    public static string? Problem(string name) => Pattern().IsMatch(name) && !name.Contains("--", StringComparison.Ordinal) && !name.Contains("..", StringComparison.Ordinal)
        ? null
        : "The name of a repository must be OWNER/NAME: letters, digits, '-', '_' and '.', each part up to 96 characters.";

    /// <summary>The problem of the name of a branch, tag or commit; null if it is valid. The rules are a part of Git's (git-check-ref-format).</summary>
    public static string? RevisionProblem(string revision) => Revision().IsMatch(revision) && !revision.Contains("..", StringComparison.Ordinal) && !revision.Contains("//", StringComparison.Ordinal)
        ? null
        : "A revision is a branch, a tag or a commit: letters, digits, '-', '_', '.' and '/', up to 200 characters.";

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9._/-]{0,198}[a-z0-9_-])?\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Revision();

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9._-]{0,94}[a-z0-9_])?/[a-z0-9]([a-z0-9._-]{0,94}[a-z0-9_])?\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
