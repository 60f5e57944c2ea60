namespace Edge.AI.Retries;

/// <summary>The delays between retries: exponential with jitter, or longer if the server asks for it.</summary>
internal static class RetryDelay
{
    private const int MostDoublings = 30;

    /// <param name="options">The first and the longest delay.</param>
    /// <param name="failures">Failures in a row, from 1.</param>
    /// <param name="retryAfter">What the server asked for.</param>
    /// <param name="chance">A random number from 0 to 1.</param>
    public static TimeSpan After(DownloadRetryOptions options, int failures, TimeSpan? retryAfter, double chance)
    {
        var seconds = options.Delay.TotalSeconds * Math.Pow(2, Math.Min(failures - 1, MostDoublings)) * (1 + (chance * options.Jitter));
        var longest = options.MaxDelay.TotalSeconds;
        var wanted = Math.Max(seconds, retryAfter?.TotalSeconds ?? 0);
        return wanted < longest ? TimeSpan.FromSeconds(wanted) : options.MaxDelay;
    }
}
