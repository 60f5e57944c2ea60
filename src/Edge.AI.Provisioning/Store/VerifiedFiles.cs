using System.Collections.Concurrent;

namespace Edge.AI.Store;

/// <summary>
/// Remembers what this process has verified, for folders in which it cannot write a receipt, so that each file is read only once. It also remembers
/// wrong receipts that cannot be deleted.
/// </summary>
internal static class VerifiedFiles
{
    private static readonly ConcurrentDictionary<string, ReceiptEntry> Verified = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, string> Refuted = new(StringComparer.Ordinal);

    public static void Remember(string path, ReceiptEntry entry) => Verified[path] = entry;

    /// <summary>Returns what was verified of the file at a path. The caller compares it with the present file.</summary>
    public static ReceiptEntry? Of(string path) => Verified.GetValueOrDefault(path);

    /// <summary>Rejects a receipt's digest for a file from now on, and forgets what was verified before.</summary>
    public static void Refute(string path, string sha256)
    {
        Refuted[path] = sha256;
        Verified.TryRemove(path, out _);
    }

    /// <summary>Whether the digest of the receipt was rejected.</summary>
    public static bool IsRefuted(string path, string sha256) => Refuted.TryGetValue(path, out var refuted) && refuted == sha256;

    /// <summary>Forgets a file, because its receipt was written or the file is new.</summary>
    public static void Forget(string path)
    {
        Refuted.TryRemove(path, out _);
        Verified.TryRemove(path, out _);
    }
}
