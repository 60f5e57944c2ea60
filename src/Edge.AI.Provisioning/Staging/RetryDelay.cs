namespace Edge.AI.Staging;

/// <summary>1, 2, 4 … seconds, and up to a quarter more, so that clients that failed together do not retry together. The server's Retry-After is used if it is longer.</summary>
internal static class RetryDelay
{
    public static readonly TimeSpan Cap = TimeSpan.FromSeconds(30);

    /// <param name="failures">Failures in a row, from 1.</param>
    /// <param name="retryAfter">The Retry-After of the server.</param>
    /// <param name="chance">A random number from 0 to 1.</param>
    public static TimeSpan After(int failures, TimeSpan? retryAfter, double chance)
    {
        var backoff = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(failures, 10) - 1) * (1 + (chance / 4)));
        var wanted = retryAfter > backoff ? retryAfter.Value : backoff;
        return wanted < Cap ? wanted : Cap;
    }
}
