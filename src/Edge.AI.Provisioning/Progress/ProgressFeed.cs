using System.Threading.Channels;

namespace Edge.AI.Progress;

/// <summary>
/// Sends the progress of a model to any number of watchers. A slow watcher misses intermediate states, so it cannot slow down
/// the work.
/// </summary>
internal sealed class ProgressFeed
{
    private readonly Lock _lock = new();
    private readonly List<Channel<ProvisioningProgress>> _watchers = [];

    /// <summary>The newest state; null before the first one of a run.</summary>
    public ProvisioningProgress? Latest { get; private set; }

    /// <summary>Forgets how the last run ended, because another one starts.</summary>
    public void Forget()
    {
        lock (_lock)
            Latest = null;
    }

    public void Publish(ProvisioningProgress progress)
    {
        lock (_lock)
        {
            Latest = progress;
            foreach (var watcher in _watchers)
                watcher.Writer.TryWrite(progress);
        }
    }

    /// <param name="first">Returns what the watcher sees first; null for nothing.</param>
    public Watch Subscribe(Func<ProvisioningProgress?, ProvisioningProgress?>? first = null)
    {
        var watcher = Channel.CreateBounded<ProvisioningProgress>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        lock (_lock)
        {
            if (first?.Invoke(Latest) is { } now)
                watcher.Writer.TryWrite(now);

            _watchers.Add(watcher);
        }

        return new(this, watcher);
    }

    private void Unsubscribe(Channel<ProvisioningProgress> watcher)
    {
        lock (_lock)
            _watchers.Remove(watcher);

        watcher.Writer.TryComplete();
    }

    /// <summary>The subscription of one watcher. What was published before it is disposed can still be read afterwards.</summary>
    internal sealed class Watch(ProgressFeed feed, Channel<ProvisioningProgress> channel) : IDisposable
    {
        public IAsyncEnumerable<ProvisioningProgress> ReadAllAsync(CancellationToken cancellationToken = default) => channel.Reader.ReadAllAsync(cancellationToken);

        public void Dispose() => feed.Unsubscribe(channel);
    }
}
