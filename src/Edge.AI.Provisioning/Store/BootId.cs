using Edge.AI.Disk;

namespace Edge.AI.Store;

/// <summary>
/// Tells whether the machine was restarted since a journal was written. Without a restart, bytes that were not flushed are still there,
/// however the process ended. After a restart, only flushed bytes are trusted.
/// </summary>
internal static class BootId
{
    private const string LinuxFile = "/proc/sys/kernel/random/boot_id";

    /// <summary>Null if the system does not report it. Then only flushed bytes are trusted.</summary>
    public static string? Current { get; } = Read();

    private static string? Read()
    {
        try
        {
            return OperatingSystem.IsLinux() && File.Exists(LinuxFile) ? File.ReadAllText(LinuxFile).Trim() : null;
        }
        catch (Exception unreadable) when (StorageFault.Is(unreadable))
        {
            return null; // Some sandboxes hide it. Then a few bytes are downloaded again.
        }
    }
}
