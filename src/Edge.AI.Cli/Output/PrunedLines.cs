using Edge.AI.Common;

namespace Edge.AI.Cli.Output;

/// <summary>A file or folder that was deleted or would be.</summary>
internal sealed record PrunedLine(string Id, string Path, long Bytes, string Reason, bool DryRun) : Line
{
    public override string ToText() => $"{Path} ({ByteSizeText.Of(Bytes)}): {Reason}";
}

/// <summary>The last line of a prune: the sum, and the models that were skipped because they are in use.</summary>
internal sealed record PrunedTotalLine(int Count, long Bytes, bool DryRun, IReadOnlyList<string> InUse) : Line
{
    public override string ToText() =>
        $"{ByteSizeText.Of(Bytes)} {(DryRun ? "would be freed" : "freed")}{(InUse.Count > 0 ? $"; in use: {string.Join(", ", InUse)}" : "")}";
}
