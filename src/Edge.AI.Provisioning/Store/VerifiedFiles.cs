using System.Collections.Concurrent;

namespace Edge.AI.Store;

/// <summary>
/// What this process has verified itself, for folders in which it can't write a receipt: each file is read once, not at every request. It also knows
/// receipts that turned out to be wrong and can't be deleted.
/// </summary>
internal static class VerifiedFiles
{
    private static readonly ConcurrentDictionary<string, ReceiptEntry> Verified = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, string> Refuted = new(StringComparer.Ordinal);

    public static void Remember(string path, ReceiptEntry entry) => Verified[path] = entry;

    /// <summary>What was verified of the file at that path; the caller compares it with the file as it is now.</summary>
    public static ReceiptEntry? Of(string path) => Verified.GetValueOrDefault(path);

    /// <summary>From now on, no receipt vouches for the file as this one does, and nothing that was verified before.</summary>
    public static void Refute(string path, string sha256)
    {
        Refuted[path] = sha256;
        Verified.TryRemove(path, out _);
    }

    /// <summary>Whether the file was found not to have the digest that its receipt promises.</summary>
    public static bool IsRefuted(string path, string sha256) => Refuted.TryGetValue(path, out var refuted) && refuted == sha256;

    /// <summary>A new receipt was written, or the files are new.</summary>
    public static void Forget(string path)
    {
        Refuted.TryRemove(path, out _);
        Verified.TryRemove(path, out _);
    }
}
