namespace Edge.AI;

/// <summary>How far the work on a model is.</summary>
public sealed record ProvisioningProgress
{
    /// <summary>The model's id.</summary>
    public required string ModelId { get; init; }

    /// <summary>Where the work stands.</summary>
    public required ProvisioningState State { get; init; }

    /// <summary>The name of the file at work; null before the first and after the last.</summary>
    public string? FileName { get; init; }

    /// <summary>The number of the file at work, from 1; 0 before the first.</summary>
    public int FileNumber { get; init; }

    /// <summary>How many files the model has.</summary>
    public required int FileCount { get; init; }

    /// <summary>Bytes of all files that are on disk. Falls when a download must start from zero; <see cref="Fraction"/> does not.</summary>
    public required long Bytes { get; init; }

    /// <summary>The length of all files together, in bytes.</summary>
    public required long TotalBytes { get; init; }

    /// <summary>The part that is done, from 0.0 to exactly 1.0; never less than reported before in the same run.</summary>
    public required double Fraction { get; init; }

    /// <summary>Bytes per second over the last seconds; 0 while nothing is transferred.</summary>
    public double BytesPerSecond { get; init; }

    /// <summary>The attempt at the present file and source, from 1; 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>Why it failed, in the state <see cref="ProvisioningState.Failed"/>; otherwise null.</summary>
    public Exception? Error { get; init; }

    /// <summary>How long the rest takes at the present speed; null while that is unknown.</summary>
    public TimeSpan? TimeLeft => BytesPerSecond > 0 && State == ProvisioningState.Downloading
        ? TimeSpan.FromSeconds(Math.Min((TotalBytes - Bytes) / BytesPerSecond, TimeSpan.MaxValue.TotalSeconds / 2))
        : null;

    internal bool IsLast => State is ProvisioningState.Completed or ProvisioningState.Failed or ProvisioningState.Cancelled;
}
