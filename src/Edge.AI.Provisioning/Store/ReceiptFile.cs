using System.Text.Json;
using Edge.AI.Disk;

namespace Edge.AI.Store;

/// <summary>Reads and writes receipts. An unreadable receipt counts as missing, and the files are then read and compared again.</summary>
internal static class ReceiptFile
{
    private const int MaxLength = 16 * 1024 * 1024; // Enough for the largest split model with the longest names.

    public static Receipt? Read(string path) =>
        SmallJsonFile.Read(path, StoreJson.Default.Receipt, MaxLength) is { Version: Receipt.CurrentVersion, Files: { Count: > 0 } files } receipt
        && files.All(entry => entry is { Name: not null } && Sha256Digest.TryParse(entry.Sha256, out _))
            ? receipt
            : null;

    public static void Write(string path, Receipt receipt) =>
        DurableFile.Replace(path, JsonSerializer.SerializeToUtf8Bytes(receipt, StoreJson.Default.Receipt));
}
