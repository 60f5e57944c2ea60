using Edge.AI.Platform;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Hosting;

/// <summary>
/// Checks the memory of the machine and the container after each full garbage collection, and every few seconds while an idle model is loaded. When memory becomes
/// low, it calls the callbacks once and unloads idle models, the longest idle first, until enough memory is free.
/// </summary>
internal sealed class MemoryWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Func<MachineMemory> _read;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly CollectionSignal _collections;
    private readonly Lock _gate = new();
    private readonly HashSet<ModelHost> _hosts = [];
    private readonly List<Action<MemoryPressure>> _callbacks = [];
    private bool _watching;
    private bool _wasTight;
    private bool _checking;
    private bool _disposed;

    /// <param name="read">Reads the state of the memory.</param>
    /// <param name="loggers">Where failures of callbacks are logged.</param>
    /// <param name="time">The clock.</param>
    public MemoryWatch(Func<MachineMemory> read, ILoggerFactory loggers, TimeProvider time)
    {
        (_read, _logger) = (read, loggers.CreateLogger(HostingLog.Category));
        _timer = time.CreateTimer(_ => Tick(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _collections = new(() => _ = CheckAsync());
    }

    /// <summary>Adds a callback that is called on a thread of the pool, once each time when memory becomes low.</summary>
    public void Notify(Action<MemoryPressure> callback)
    {
        lock (_gate)
            _callbacks.Add(callback);
    }

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

    /// <summary>Starts the regular checks, because a model has become idle.</summary>
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

    /// <summary>Checks the memory now, and unloads idle models if it is low.</summary>
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
            MemoryMeter.Checked(memory);
            var becameTight = memory.IsTight && !_wasTight;
            _wasTight = memory.IsTight;
            if (becameTight)
                Announce(memory);

            for (; memory.IsTight && LongestIdle() is { } host; memory = _read())
                await host.UnloadIfIdleAsync("memory is low").ConfigureAwait(false);
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
            _watching = false; // before the check, so that a model that becomes idle after it starts the timer again
        if (LongestIdle() is null)
            return;

        Watch();
        _ = CheckAsync();
    }

    private void Announce(MachineMemory memory)
    {
        HostingLog.MemoryIsLow(_logger, memory.Used, memory.Limit);
        MemoryMeter.BecameLow();
        List<Action<MemoryPressure>> callbacks;
        lock (_gate)
            callbacks = [.. _callbacks];
        foreach (var callback in callbacks)
        {
            try
            {
                callback(new() { UsedBytes = memory.Used, LimitBytes = memory.Limit });
            }
#pragma warning disable CA1031 // The app's callback failed, which must not keep idle models in memory.
            catch (Exception error)
#pragma warning restore CA1031
            {
                HostingLog.CallbackFailed(_logger, error);
            }
        }
    }

    private ModelHost? LongestIdle()
    {
        List<ModelHost> hosts;
        lock (_gate)
            hosts = [.. _hosts];
        return hosts.Select(host => (Host: host, host.IdleSince)).Where(each => each.IdleSince is not null).OrderBy(each => each.IdleSince).FirstOrDefault().Host;
    }
}
