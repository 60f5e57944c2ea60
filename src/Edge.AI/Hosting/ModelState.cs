using System.Globalization;
using Edge.AI.Common;
using Edge.AI.Inference;

namespace Edge.AI.Hosting;

/// <summary>How far a model is on its way into memory.</summary>
internal enum ModelPhase
{
    /// <summary>It is not in memory, and nothing is in progress.</summary>
    Idle,

    /// <summary>Its files are downloaded or verified.</summary>
    Provisioning,

    /// <summary>It is loaded into memory.</summary>
    Loading,

    /// <summary>It is in memory.</summary>
    Ready,

    /// <summary>The last attempt failed, and nothing is in progress.</summary>
    Failed,
}

/// <summary>The state of a model.</summary>
/// <param name="Phase">How far it is.</param>
/// <param name="Download">The progress of its download; null if it has not begun.</param>
/// <param name="LoadedFraction">The fraction of the weights that is in memory; null before loading.</param>
/// <param name="Error">Why the last attempt failed; null if it did not.</param>
internal sealed record ModelState(ModelPhase Phase, ProvisioningProgress? Download = null, double? LoadedFraction = null, Exception? Error = null)
{
    /// <summary>How busy the model is; null if it is not in memory.</summary>
    public LoopLoad? Load { get; init; }

    /// <summary>The llama.cpp runtime; null if the model is not in memory.</summary>
    public string? Runtime { get; init; }

    /// <summary>The percentage of the work in progress, the download or loading.</summary>
    public int Percent => (int)(100 * (Phase == ModelPhase.Loading ? LoadedFraction : Download?.Fraction) ?? 0);

    /// <summary>The state as a part of a sentence, such as "downloading, 42 % (1.1 of 2.6 GB), about 3 min left".</summary>
    public string Text => Phase switch
    {
        ModelPhase.Ready => "loaded",
        ModelPhase.Failed => ErrorText,
        ModelPhase.Loading => $"loading into memory, {Percent} %",
        ModelPhase.Provisioning => $"{ProvisioningText}{(Error is null ? "" : $"; the last attempt failed: {ErrorText}")}",
        _ => "not loaded",
    };

    /// <summary>Code, message and hint of the error; empty without one.</summary>
    public string ErrorText => Error switch
    {
        EdgeAIException error => $"{error.Code}: {error.Message} {error.Hint}".TrimEnd('.', ' '),
        { } error => $"{error.GetType().Name}: {error.Message}".TrimEnd('.', ' '),
        null => "",
    };

    private string ProvisioningText => Download?.State switch
    {
        null or ProvisioningState.Pending => "waiting for its download",
        ProvisioningState.Paused => $"its download is paused at {Percent} %",
        ProvisioningState.Downloading => $"downloading, {Percent} % ({ByteSizeText.Of(Download.Bytes)} of {ByteSizeText.Of(Download.TotalBytes)}){TimeLeftText}",
        _ => $"verifying its files, {Percent} %",
    };

    private string TimeLeftText => Download?.TimeLeft switch
    {
        null => "",
        { TotalMinutes: >= 1.5 } left => string.Create(CultureInfo.InvariantCulture, $", about {left.TotalMinutes:0} min left"),
        { } left => string.Create(CultureInfo.InvariantCulture, $", about {Math.Ceiling(left.TotalSeconds):0} s left"),
    };
}
