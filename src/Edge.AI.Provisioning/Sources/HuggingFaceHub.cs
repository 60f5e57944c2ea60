using System.Text.RegularExpressions;
using Edge.AI.Catalog;

namespace Edge.AI.Sources;

/// <summary>Reads repositories with the hub's API: first the commit, then the pages of its file list. https://huggingface.co/docs/hub/api</summary>
internal sealed partial class HuggingFaceHub(HubRequests requests) : IModelHub
{
    private const int MaxPages = 100;

    public async Task<HubRepository> GetRepositoryAsync(string name, string? revision = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (HubNameText.Problem(name) is { } problem)
            throw new ArgumentException(problem, nameof(name));
        if (revision is not null && HubNameText.RevisionProblem(revision) is { } revisionProblem)
            throw new ArgumentException(revisionProblem, nameof(revision));

        var api = HuggingFace.ApiOf(name);
        var commit = HubAnswer.Commit(await requests.GetAsync(name, HuggingFace.ApiOf(name, revision), cancellationToken).ConfigureAwait(false));
        var files = new List<HubFile>();
        var page = new Uri($"{api}/tree/{commit}?recursive=true");
        for (var pages = 1; ; pages++)
        {
            var answer = await requests.GetAsync(name, page, cancellationToken).ConfigureAwait(false);
            files.AddRange(HubAnswer.Files(answer, path => HuggingFace.FileOf(name, commit, path)));
            if (NextQuery(answer) is not { } query)
                return new() { Name = name, Commit = commit, Files = [.. files.DistinctBy(file => file.Path, StringComparer.Ordinal)] };
            if (pages == MaxPages)
                throw answer.Invalid($"The list of files has more than {MaxPages} pages.");

            page = new UriBuilder(page) { Query = query }.Uri;
        }
    }

    /// <summary>Returns the query of the next page. Only the query is used, so that a list cannot lead to another server. https://www.rfc-editor.org/rfc/rfc8288</summary>
    private static string? NextQuery(HubDocument answer)
    {
        if (answer.Link is null || NextLink().Match(answer.Link) is not { Success: true } next)
            return null;

        return Uri.TryCreate(answer.Address, next.Groups["target"].Value, out var address) && address.Query.Length > 1
            ? address.Query
            : throw answer.Invalid("The Link header does not contain the address of the next page.");
    }

    [GeneratedRegex("<(?<target>[^<>]*)>\\s*;[^<>]*\\brel\\s*=\\s*\"?next\\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NextLink();
}
