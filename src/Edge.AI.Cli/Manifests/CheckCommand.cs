using System.CommandLine;
using Edge.AI.Cli.Output;

namespace Edge.AI.Cli.Manifests;

internal sealed class CheckCommand : SessionCommand
{
    private readonly Argument<FileInfo> _file = new Argument<FileInfo>("FILE") { Description = "The manifest." }.AcceptExistingOnly();

    private readonly Option<bool> _online = new("--online") { Description = "Also compare the size of every file with its address." };

    public CheckCommand(SharedOptions shared)
        : base(shared, "check", "Reports the problems that the compiler would report for a manifest.")
    {
        Add(_file);
        Add(_online);
    }

    protected override async Task<int> RunAsync(Session session, ParseResult arguments, CancellationToken cancellationToken)
    {
        var manifest = ManifestText.Read(arguments.GetRequiredValue(_file).ToString());
        var findings = manifest.Parsed.Problems.Select(problem => FindingLine.Of(manifest.Path, problem)).ToList();
        if (arguments.GetValue(_online))
            findings.AddRange(await AskAsync(session, manifest, cancellationToken));

        foreach (var finding in findings.OrderBy(finding => (finding.Line, finding.Column)))
            session.Terminal.Result(finding);
        var checkedLine = new CheckedLine(manifest.Path, manifest.Parsed.Models.Count, findings.Count(finding => finding.IsError), findings.Count(finding => finding.IsWarning));
        session.Terminal.Result(checkedLine);
        return checkedLine.Errors == 0 ? ExitCode.Done : ExitCode.Error;
    }

    private static async Task<List<FindingLine>> AskAsync(Session session, ManifestText manifest, CancellationToken cancellationToken)
    {
        var findings = new List<FindingLine>();
        foreach (var promised in manifest.Addresses())
        {
            if (await ProblemAsync(session, promised, cancellationToken) is var (code, problem))
                findings.Add(FindingLine.Error(manifest.Path, promised.Place, code, problem));
        }

        return findings;
    }

    private static async Task<(string Code, string Problem)?> ProblemAsync(Session session, PromisedSize promised, CancellationToken cancellationToken)
    {
        try
        {
            var size = (await session.Web.ReadAsync(promised.Address, offset: 0, count: 1, cancellationToken)).FileSize;
            return size == promised.Size ? null : (EdgeErrorCodes.DownloadIncomplete, $"The manifest says {promised.Size} bytes, but the server has {size}.");
        }
        catch (EdgeAIException failure)
        {
            return (failure.Code, failure.Message); // The other addresses are checked as well.
        }
    }
}
