using System.CommandLine;
using Edge.AI.Cli.Options;
using Edge.AI.Cli.Output;
using Edge.AI.Cli.Sources;

namespace Edge.AI.Cli.Models;

internal sealed class PruneCommand : SessionCommand
{
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only report what would be deleted." };

    private readonly Option<double?> _unusedFor = new("--unused-for") { Description = "Also delete models that were neither pulled nor loaded for more than this number of days.", HelpName = "DAYS", CustomParser = NumberRange.Between(0.0, 1_000_000) };

    private readonly Option<bool> _unknown = new("--unknown") { Description = "Also delete models that are neither in the built-in catalogue nor in a --manifest, and were not pulled as hf:OWNER/REPO." };

    public PruneCommand(SharedOptions shared)
        : base(shared, "prune", "Deletes leftovers of interrupted downloads that cannot be resumed. Files in use are kept.")
    {
        Add(_dryRun);
        Add(_unusedFor);
        Add(_unknown);
    }

    protected override async Task<int> RunAsync(Session session, ParseResult arguments, CancellationToken cancellationToken)
    {
        var (unusedFor, unknown) = (arguments.GetValue(_unusedFor), arguments.GetValue(_unknown));
        string[] pulled = [.. session.Store.List().Select(stored => stored.Id).Where(HubId.IsHubId)];
        var report = await session.Store.PruneAsync(
            new()
            {
                Level = unknown || unusedFor is not null ? PruneLevel.Models : PruneLevel.Unresumable,
                DryRun = arguments.GetValue(_dryRun),
                Catalog = unknown ? session.Catalog : null,
                KnownIds = pulled,
                UnusedFor = unusedFor is { } days ? TimeSpan.FromDays(days) : null,
            },
            cancellationToken);

        var kept = pulled.Except(report.Items.Select(item => item.ModelId), StringComparer.Ordinal).ToList();
        if (unknown && kept.Count > 0)
            session.Terminal.Note($"Kept, because they were pulled from the hub: {string.Join(", ", kept)}. 'edge-ai models remove ID' deletes one of them.");
        foreach (var item in report.Items)
            session.Terminal.Result(new PrunedLine(item.ModelId, item.Path, item.Bytes, item.Reason, report.IsDryRun));
        session.Terminal.Result(new PrunedTotalLine(report.Items.Count, report.Bytes, report.IsDryRun, report.InUse));
        return ExitCode.Done;
    }
}
