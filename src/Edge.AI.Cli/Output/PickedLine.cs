using Edge.AI.Common;

namespace Edge.AI.Cli.Output;

/// <summary>Which model of a repository is used, and why.</summary>
/// <param name="Source">The repository, as the user named it.</param>
/// <param name="Picked">The quantization, or the path of the file if its name has none.</param>
/// <param name="Size">The length of its files in bytes.</param>
/// <param name="Reason">Why this one.</param>
/// <param name="Others">The other quantizations.</param>
internal sealed record PickedLine(string Source, string Picked, long Size, string Reason, IReadOnlyList<string> Others) : Line
{
    public override string ToText() =>
        $"{Source}: {Picked} picked ({ByteSizeText.Of(Size)}), {Reason}.{(Others.Count == 0 ? "" : $" Others: {string.Join(", ", Others)}; add :NAME to choose one.")}";
}
