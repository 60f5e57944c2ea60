using Microsoft.Extensions.Logging;

namespace Edge.AI.Provisioning;

/// <summary>
/// Lets one process at a time work on a model. The operating system frees the lock when its owner dies, however it dies.
/// Where a file system's locks do nothing two owners may fetch the same bytes twice; the digest still decides what is promoted.
/// </summary>
internal sealed class ModelLock(StoreLayout layout, TimeProvider time, ILogger logger)
{
    private const int WouldBlockLinux = 11, WouldBlockMac = 35, SharingViolation = unchecked((int)0x80070020);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Waits until no other process works on the model; what is returned ends the ownership.</summary>
    public async Task<IDisposable> AcquireAsync(ModelPlace place, ProgressTracker progress, CancellationToken cancellationToken)
    {
        if (TryAcquire(place.Model.Id) is { } free)
            return free;

        ProvisioningLog.WaitingForAnotherProcess(logger, place.Model.Id);
        while (true)
        {
            progress.Pending();
            await Task.Delay(PollInterval, time, cancellationToken).ConfigureAwait(false);
            if (TryAcquire(place.Model.Id) is { } freed)
                return freed;
        }
    }

    public IDisposable? TryAcquire(string modelId)
    {
        var path = layout.LockOf(modelId);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken) when (taken.HResult is WouldBlockLinux or WouldBlockMac or SharingViolation)
        {
            return null; // Another owner has it: the one answer that this method asks for.
        }
    }
}
