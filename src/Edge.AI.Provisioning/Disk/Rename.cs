using Microsoft.Extensions.Logging;

namespace Edge.AI.Disk;

/// <summary>
/// Renames a file over another one. While a virus scanner or an indexer has the file open, Windows and its network shares refuse the rename for a
/// moment. Those errors are retried. Every other error is thrown at once.
/// </summary>
internal static class Rename
{
    private const int Retries = 6;
    private const int Interrupted = 4, Busy = 16, TextBusy = 26; // EINTR, EBUSY, ETXTBSY, alike on Linux and macOS
    private const int SharingViolation = unchecked((int)0x80070020), LockViolation = unchecked((int)0x80070021), MappedFile = unchecked((int)0x800704C8);

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>For a model file: waits up to six seconds.</summary>
    public static async Task MoveAsync(string from, string to, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        for (var retry = 1; ; retry++)
        {
            try
            {
                File.Move(from, to, overwrite: true);
                return;
            }
            catch (Exception refused) when (retry <= Retries && MayPass(refused, to))
            {
                var delay = FirstDelay * (1 << (retry - 1));
                DiskLog.RetryingRename(logger, to, retry, delay.TotalSeconds, refused.Message);
                await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>For the small files beside it, on a thread that may block: waits up to 0.6 seconds.</summary>
    public static void Move(string from, string to)
    {
        for (var retry = 1; ; retry++)
        {
            try
            {
                File.Move(from, to, overwrite: true);
                return;
            }
            catch (Exception refused) when (retry <= Retries && MayPass(refused, to))
            {
                Thread.Sleep((FirstDelay * (1 << (retry - 1))) / 10);
            }
        }
    }

    /// <summary>Whether the same rename may succeed in a moment.</summary>
    internal static bool MayPass(Exception refused, string to) => refused switch
    {
        UnauthorizedAccessException => !Directory.Exists(to), // A scanner, where it is not a folder in the way.
        IOException { HResult: Interrupted or Busy or TextBusy or SharingViolation or LockViolation or MappedFile } => !Directory.Exists(to),
        _ => false,
    };
}
