namespace Edge.AI;

/// <summary>Describes the progress of a model.</summary>
public sealed record ProvisioningProgress
{
    /// <summary>Gets the model's id.</summary>
    public required string ModelId { get; init; }

    /// <summary>Gets the state of the work.</summary>
    public required ProvisioningState State { get; init; }

    /// <summary>Gets the name of the current file; <see langword="null"/> before the first and after the last file.</summary>
    public string? FileName { get; init; }

    /// <summary>Gets the number of the current file, from 1; 0 before the first file.</summary>
    public int FileNumber { get; init; }

    /// <summary>Gets the number of files of the model.</summary>
    public required int FileCount { get; init; }

    /// <summary>Gets the number of bytes of all files that are on disk. It decreases when a download must start from zero; <see cref="Fraction"/> does not.</summary>
    public required long Bytes { get; init; }

    /// <summary>Gets the length of all files together, in bytes.</summary>
    public required long TotalBytes { get; init; }

    /// <summary>Gets the completed fraction, from 0.0 to exactly 1.0. It never decreases during a run.</summary>
    public required double Fraction { get; init; }

    /// <summary>Gets the speed over the last seconds, in bytes per second; 0 while nothing is transferred.</summary>
    public double BytesPerSecond { get; init; }

    /// <summary>Gets the number of the attempt with the current file and source, from 1; 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>Gets the error in the state <see cref="ProvisioningState.Failed"/>; otherwise <see langword="null"/>.</summary>
    public Exception? Error { get; init; }

    /// <summary>Gets the estimated time for the remaining bytes; <see langword="null"/> while it is not known.</summary>
    public TimeSpan? TimeLeft => BytesPerSecond > 0 && State == ProvisioningState.Downloading
        ? TimeSpan.FromSeconds(Math.Min((TotalBytes - Bytes) / BytesPerSecond, TimeSpan.MaxValue.TotalSeconds / 2))
        : null;

    internal bool IsLast => State is ProvisioningState.Completed or ProvisioningState.Failed or ProvisioningState.Cancelled;
}
