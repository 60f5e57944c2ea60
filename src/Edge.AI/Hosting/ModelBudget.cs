using System.Diagnostics.CodeAnalysis;
using Edge.AI.Common;
using Edge.AI.Platform;

namespace Edge.AI.Hosting;

/// <summary>The memory that all models may use together. Models that need room get it one after the other, in the order in which they ask.</summary>
/// <param name="limit">Returns the limit in bytes, which may change; null for no limit.</param>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Without a wait handle, the semaphore holds nothing to dispose.")]
internal sealed class ModelBudget(Func<long?> limit)
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _gate = new();
    private readonly Dictionary<ModelLoad, long> _reserved = [];

    /// <summary>Whether a model gets room now, or waits for it.</summary>
    internal bool IsTurnTaken => _turn.CurrentCount == 0;

    private long Used
    {
        get
        {
            lock (_gate)
                return _reserved.Values.Sum();
        }
    }

    /// <summary>Returns the memory that a model may plan with: other models can be unloaded for it.</summary>
    public MachineMemory Within(MachineMemory machine) => limit() is { } most ? machine with { Available = Math.Min(most, machine.Available + Used) } : machine;

    /// <summary>
    /// Reserves memory for a load. Unloads other models if that is necessary: the least recently used idle one, or if all are in use, the least recently used one when its
    /// requests have ended.
    /// </summary>
    /// <exception cref="ModelMemoryException">The model needs more than the whole budget.</exception>
    public async Task ReserveAsync(ModelLoad load, long bytes, CancellationToken cancellationToken)
    {
        if (limit() is { } most && bytes > most)
            throw Exceeded(load.Host.Model.Id, bytes, most);

        lock (_gate)
        {
            // It is loaded again because its files had changed. It must not wait for a turn: whoever has the turn may wait for this load to end.
            if (_reserved.ContainsKey(load))
            {
                _reserved[load] = bytes;
                return;
            }
        }

        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (Used + bytes > limit() && LeastRecentlyUsed(except: load.Host) is { } other)
                await other.EvictAsync(load.Host.Model.Id, cancellationToken).ConfigureAwait(false);

            lock (_gate)
                _reserved[load] = bytes;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Gives the memory of a load back. Does nothing if it has none.</summary>
    public void Release(ModelLoad load)
    {
        lock (_gate)
            _reserved.Remove(load);
    }

    /// <summary>Whether a model failed because of the budget, and not because of the machine.</summary>
    public bool IsLimitOf(ModelMemoryException error) => error.AvailableBytes == limit();

    /// <summary>The error of a model that needs more than the whole budget.</summary>
    public static ModelMemoryException Exceeded(string modelId, long bytes, long limit) => new(
        modelId, bytes, limit, $"Raise EdgeAI:MemoryBudget (it is {ByteSizeText.Of(limit)}), lower ContextSize or MaxConcurrency, or choose a smaller model.");

    private ModelHost? LeastRecentlyUsed(ModelHost except)
    {
        List<ModelHost> hosts;
        lock (_gate)
            hosts = [.. _reserved.Keys.Select(load => load.Host).Where(host => host != except)];
        return hosts.Select(host => (Host: host, host.IdleSince, host.LastUsed)).OrderBy(each => each.IdleSince is null).ThenBy(each => each.IdleSince ?? each.LastUsed).FirstOrDefault().Host;
    }
}
