namespace Edge.AI.Retries;

/// <summary>Something that is tried again after a failure that may pass: the transfer of a file, or a request.</summary>
/// <param name="Name">The file or the address, for the log.</param>
/// <param name="Options">How it is retried.</param>
internal sealed record RetriedWork(string Name, DownloadRetryOptions Options)
{
    /// <summary>The retries that are left.</summary>
    public RetryBudget Budget { get; } = new(Options);

    /// <summary>Called before each retry.</summary>
    public Action<Exception> OnRetry { get; init; } = static _ => { };
}
