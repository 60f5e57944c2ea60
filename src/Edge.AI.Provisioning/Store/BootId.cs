using Edge.AI.Disk;

namespace Edge.AI.Store;

/// <summary>
/// Tells whether the machine was restarted since a journal was written. If not, bytes that were written but not yet flushed are still there,
/// however the process ended; after a restart only flushed ones are trusted.
/// </summary>
internal static class BootId
{
    private const string LinuxFile = "/proc/sys/kernel/random/boot_id";

    /// <summary>Null where the system doesn't tell; then only flushed bytes are trusted.</summary>
    public static string? Current { get; } = Read();

    private static string? Read()
    {
        try
        {
            return OperatingSystem.IsLinux() && File.Exists(LinuxFile) ? File.ReadAllText(LinuxFile).Trim() : null;
        }
        catch (Exception unreadable) when (StorageFault.Is(unreadable))
        {
            return null; // Some sandboxes hide it. Not knowing only means fetching a few bytes again.
        }
    }
}
