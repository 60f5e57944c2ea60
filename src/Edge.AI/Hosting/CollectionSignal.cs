namespace Edge.AI.Hosting;

/// <summary>Calls back after each full garbage collection, by the finalizer of an object that registers again each time. .NET has no event that works with concurrent collections.</summary>
internal sealed class CollectionSignal : IDisposable
{
    private readonly Action _callback;
    private volatile bool _disposed;

    /// <param name="callback">Called on a thread of the pool.</param>
    public CollectionSignal(Action callback)
    {
        _callback = callback;
        _ = new Canary(new(this));
    }

    public void Dispose() => _disposed = true;

    /// <summary>It survives two collections; after that, only full collections finalize it. It does not keep its owner alive.</summary>
    private sealed class Canary(WeakReference<CollectionSignal> owner)
    {
#pragma warning disable MA0055 // being finalized is the signal; there is nothing to free
        ~Canary()
#pragma warning restore MA0055
        {
            if (!owner.TryGetTarget(out var signal) || signal._disposed)
                return;

            ThreadPool.UnsafeQueueUserWorkItem(static signal => signal._callback(), signal, preferLocal: false);
            GC.ReRegisterForFinalize(this);
        }
    }
}
