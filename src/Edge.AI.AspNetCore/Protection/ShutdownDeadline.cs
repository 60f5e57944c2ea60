using System.Diagnostics.CodeAnalysis;

namespace Edge.AI.AspNetCore.Protection;

/// <summary>
/// Ends the answers that still run shortly before the shutdown timeout of the host. When that is over, the web server cuts off its connections and can tell clients nothing.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "It is needed until the process ends.")]
internal sealed class ShutdownDeadline
{
    private static readonly TimeSpan s_reserve = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _passed = new();
    private ITimer? _timer;

    /// <param name="stopping">Cancelled when the host begins to stop.</param>
    /// <param name="timeout">The shutdown timeout of the host; may be infinite.</param>
    /// <param name="time">The clock.</param>
    public ShutdownDeadline(CancellationToken stopping, TimeSpan timeout, TimeProvider time)
    {
        Stopping = stopping;
        if (timeout != Timeout.InfiniteTimeSpan)
            stopping.UnsafeRegister(_ => _timer = time.CreateTimer(static source => ((CancellationTokenSource)source!).Cancel(), _passed, timeout - Reserve(timeout), Timeout.InfiniteTimeSpan), state: null);
    }

    /// <summary>Gets a token that is cancelled when the host begins to stop.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>Gets a token that is cancelled when answers must end.</summary>
    public CancellationToken Passed => _passed.Token;

    private static TimeSpan Reserve(TimeSpan timeout) => timeout < s_reserve * 2 ? timeout / 2 : s_reserve;
}
