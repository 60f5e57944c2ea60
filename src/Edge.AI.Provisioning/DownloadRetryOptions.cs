using Edge.AI.Common;
using Edge.AI.Settings;

namespace Edge.AI;

/// <summary>How failed downloads are retried. Bound from the configuration section <c>EdgeAI:Retry</c>.</summary>
public sealed class DownloadRetryOptions
{
    /// <summary>Gets or sets the number of retries after failures in a row. The count starts again when bytes arrive.</summary>
    /// <value>From 0 to 100. 0 means no retries. Default: 3.</value>
    [Live]
    [Within(0, 100, Unit = "retries")]
    public int MaxRetries { get; set; } = 3;

    /// <summary>Gets or sets the number of retries for one file from one source, with and without bytes in between.</summary>
    /// <value>From 1 to 10,000. Default: 100.</value>
    [Live]
    [Within(1, 10_000, Unit = "retries")]
    public int MaxTotalRetries { get; set; } = 100;

    /// <summary>Gets or sets the delay before the first retry. Each further failure in a row doubles it. If the server asks for a longer delay, that one is used.</summary>
    /// <value>From 0 to 1 hour. Default: 1 second.</value>
    [Live]
    [Within("00:00:00", "01:00:00")]
    public TimeSpan Delay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets the longest delay, also if the server asks for a longer one.</summary>
    /// <value>From 0 to 1 day. Default: 30 seconds.</value>
    [Live]
    [Within("00:00:00", "1.00:00:00")]
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the largest random share that is added to a delay, so that clients that failed together do not retry together.</summary>
    /// <value>From 0 (no jitter) to 1 (up to twice the delay). Default: 0.25.</value>
    [Live]
    [Within(0.0, 1.0)]
    public double Jitter { get; set; } = 0.25;

    /// <summary>Gets the codes of the errors that are retried, for example <c>EDGE_DOWNLOAD_STALLED</c>.</summary>
    /// <value>Codes of <see cref="EdgeErrorCodes"/> that begin with <c>EDGE_DOWNLOAD_</c>. Default: empty, which means every error whose <see cref="EdgeAIException.IsTransient"/> is <see langword="true"/>.</value>
    [DownloadCodes]
    public IList<string> RetriedCodes { get; } = [];

    internal DownloadRetryOptions Copy()
    {
        var copy = new DownloadRetryOptions { MaxRetries = MaxRetries, MaxTotalRetries = MaxTotalRetries, Delay = Delay, MaxDelay = MaxDelay, Jitter = Jitter };
        foreach (var code in RetriedCodes)
            copy.RetriedCodes.Add(code);

        return copy;
    }
}
