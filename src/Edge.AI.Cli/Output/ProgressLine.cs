using System.Text.Json.Serialization;
using Edge.AI.Common;

namespace Edge.AI.Cli.Output;

/// <summary>The progress of a model. Within one pull, <c>fraction</c> never decreases, and it ends with 1 if the pull succeeds.</summary>
internal sealed record ProgressLine(string Id, string State, int FileCount, int FileNumber, long Bytes, long TotalBytes, double Fraction, long BytesPerSecond, int Attempt) : Line
{
    public string? File { get; init; }

    public double? SecondsLeft { get; init; }

    public static ProgressLine Of(ProvisioningProgress progress) => new(
        progress.ModelId,
        progress.State.ToString().ToLowerInvariant(),
        progress.FileCount,
        progress.FileNumber,
        progress.Bytes,
        progress.TotalBytes,
        progress.Fraction,
        (long)progress.BytesPerSecond,
        progress.Attempt)
    {
        File = progress.FileName,
        SecondsLeft = progress.TimeLeft is { } left ? Math.Round(left.TotalSeconds, 1) : null,
    };

    public override string ToText() => $"{Id}: {State} {Summary}";

    /// <summary>Bytes, speed and remaining time, if they are known.</summary>
    [JsonIgnore]
    public string Summary => string.Join(", ", new[]
    {
        $"{ByteSizeText.Of(Bytes)} of {ByteSizeText.Of(TotalBytes)}",
        BytesPerSecond > 0 ? $"{ByteSizeText.Of(BytesPerSecond)}/s" : null,
        SecondsLeft is { } seconds ? $"{Clock(seconds)} left" : null,
    }.OfType<string>());

    private static string Clock(double seconds) => TimeSpan.FromSeconds(Math.Min(Math.Ceiling(seconds), 359_999)) is var time && time.TotalHours >= 1
        ? $"{(int)time.TotalHours}:{time:mm\\:ss}"
        : $"{time:mm\\:ss}";
}
