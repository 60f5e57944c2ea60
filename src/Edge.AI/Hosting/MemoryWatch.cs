using Edge.AI.Platform;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Hosting;

/// <summary>
/// Looks at the memory of machine and container after each full garbage collection, and every few seconds while a model is loaded that nobody uses:
/// only then is there something to give back. When memory is short it says so once, and unloads what has been idle the longest until it no longer is.
/// </summary>
internal sealed partial class MemoryWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Func<MachineMemory> _read;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly CollectionSignal _collections;
    private readonly Lock _gate = new();
    private readonly HashSet<ModelHost> _hosts = [];
    private bool _watching;
    private bool _wasTight;
    private bool _checking;
    private bool _disposed;

    /// <param name="read">Looks at the memory.</param>
    /// <param name="loggers">Where a handler's failure is reported.</param>
    /// <param name="time">The clock.</param>
    public MemoryWatch(Func<MachineMemory> read, ILoggerFactory loggers, TimeProvider time)
    {
        (_read, _logger) = (read, loggers.CreateLogger("Edge.AI.Hosting"));
        _timer = time.CreateTimer(_ => Tick(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _collections = new(() => _ = CheckAsync());
    }

    /// <summary>Memory became short. Raised on a thread of the pool, once each time.</summary>
    public event EventHandler<MemoryPressureEventArgs>? Pressure;

    public void Add(ModelHost host)
    {
        lock (_gate)
            _hosts.Add(host);
    }

    public void Remove(ModelHost host)
    {
        lock (_gate)
            _hosts.Remove(host);
    }

    /// <summary>Says that a model has become idle.</summary>
    public void Watch()
    {
        lock (_gate)
        {
            if (_watching || _disposed)
                return;

            _watching = true;
            _timer.Change(Interval, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _disposed = true;
        _timer.Dispose();
        _collections.Dispose();
    }

    /// <summary>Looks at the memory now, and gives back what can be spared if it is short.</summary>
    public async Task CheckAsync()
    {
        lock (_gate)
        {
            if (_checking || _disposed || _hosts.Count == 0)
                return;
            _checking = true;
        }

        try
        {
            var memory = _read();
            var becameTight = memory.IsTight && !_wasTight;
            _wasTight = memory.IsTight;
            if (becameTight)
                Announce(memory);

            for (; memory.IsTight && LongestIdle() is { } host; memory = _read())
                await host.UnloadIfIdleAsync("memory is short").ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
                _checking = false;
        }
    }

    private void Tick()
    {
        lock (_gate)
            _watching = false; // before the look, so that a model that becomes idle behind it starts the timer again
        if (LongestIdle() is null)
            return;

        Watch();
        _ = CheckAsync();
    }

    private void Announce(MachineMemory memory)
    {
        LogPressure(_logger, memory.Used, memory.Limit);
        try
        {
            Pressure?.Invoke(this, new(memory.Used, memory.Limit));
        }
#pragma warning disable CA1031 // A handler's failure is its own; memory is given back all the same.
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogHandlerFailed(_logger, error);
        }
    }

    private ModelHost? LongestIdle()
    {
        List<ModelHost> hosts;
        lock (_gate)
            hosts = [.. _hosts];
        return hosts.Select(host => (Host: host, host.IdleSince)).Where(each => each.IdleSince is not null).OrderBy(each => each.IdleSince).FirstOrDefault().Host;
    }

    [LoggerMessage(EventId = 5010, Level = LogLevel.Warning, Message = "Memory is short: {Used} of {Limit} bytes are in use; models that nobody uses are unloaded")]
    private static partial void LogPressure(ILogger logger, long used, long limit);

    [LoggerMessage(EventId = 5011, Level = LogLevel.Error, Message = "A handler of MemoryPressure failed")]
    private static partial void LogHandlerFailed(ILogger logger, Exception error);
}
