namespace Edge.AI;

/// <summary>How far a model is.</summary>
/// <param name="Progress">The progress of the present work; without any, what the disk shows.</param>
/// <param name="Files">What is on disk of each file.</param>
public sealed record ProvisioningStatus(ProvisioningProgress Progress, IReadOnlyList<FileStatus> Files);

/// <summary>What is on disk of a file.</summary>
/// <param name="Name">Its name in the model's folder.</param>
/// <param name="Resume">What the next attempt can do with it.</param>
/// <param name="BytesOnDisk">The bytes that need not be fetched again.</param>
/// <param name="Size">The length of the whole file in bytes.</param>
/// <param name="Reason">Why it can't be resumed; null in every other case.</param>
public sealed record FileStatus(string Name, ResumeStatus Resume, long BytesOnDisk, long Size, string? Reason = null);
