namespace Edge.AI.Native;

/// <summary>
/// The threads that compute the graphs of one context (<c>ggml_threadpool</c>), a pool for each number of threads that is in use. They stay alive between graphs; each token is one graph.
/// Without them, llama.cpp starts new threads for each graph. The threads of a pool that a graph does not need look for work nevertheless, for milliseconds after each graph, so every
/// graph gets a pool of exactly its size. One thread needs no pool. In a runtime that is built with OpenMP, pools have no threads: those of OpenMP compute.
/// </summary>
internal sealed unsafe class ComputePools
{
    /// <summary>
    /// The polling level: a thread checks 131,072 times for the next graph at each level, and then sleeps. One level takes about as long as the loop needs between two steps. With ggml's
    /// default, 50, the threads keep the processor busy for some tenths of a second after the last token.
    /// </summary>
    private const uint Polling = 1;

    /// <summary>The most pools: two for the numbers of threads that are set, and two for those that were set before, because llama.cpp pauses the previous pool when it uses another one.</summary>
    private const int Most = 4;

    // ggml_threadpool_params (ggml.h): a mask of 512 processors, the number of threads, their priority, the polling, two flags.
    private const int ThreadsOffset = 512;
    private const int PollingOffset = 520;
    private const int ParametersSize = 1024; // larger than the structure, so that a version may add to it

    private static readonly byte[] s_create = "ggml_threadpool_new\0"u8.ToArray(), s_free = "ggml_threadpool_free\0"u8.ToArray();

    private readonly List<(int Threads, nint Pool)> _pools = []; // the least recently used first

    /// <summary>Lets a context use pools of these sizes. Its next decode must follow before the sizes change again.</summary>
    /// <param name="context">The context.</param>
    /// <param name="threads">The threads for one token.</param>
    /// <param name="batchThreads">The threads for more tokens.</param>
    public void Attach(ContextHandle context, int threads, int batchThreads)
    {
        LlamaApi.ContextAttachThreadPool(context, PoolOf(threads), PoolOf(batchThreads));
        for (; _pools.Count > Most; _pools.RemoveAt(0))
            Free(_pools[0].Pool);
    }

    /// <summary>Ends the threads. The context must have been freed.</summary>
    public void Free()
    {
        foreach (var (_, pool) in _pools)
            Free(pool);
        _pools.Clear();
    }

    private nint PoolOf(int threads)
    {
        if (threads < 2)
            return 0;

        var known = _pools.FindIndex(each => each.Threads == threads);
        var pool = known < 0 ? Create(threads) : _pools[known].Pool;
        if (known >= 0)
            _pools.RemoveAt(known);
        if (pool != 0)
            _pools.Add((threads, pool));
        return pool;
    }

    /// <summary>Creates a pool; 0 if the runtime offers none.</summary>
    private static nint Create(int threads)
    {
        var create = Function(s_create);
        if (create == 0)
            return 0;

        var parameters = stackalloc byte[ParametersSize];
        LlamaApi.ThreadPoolParametersInit(parameters, threads);
        if (*(int*)(parameters + ThreadsOffset) != threads)
            return 0; // another layout

        *(uint*)(parameters + PollingOffset) = Polling;
        return ((delegate* unmanaged[Cdecl]<byte*, nint>)create)(parameters);
    }

    private static void Free(nint pool) => ((delegate* unmanaged[Cdecl]<nint, void>)Function(s_free))(pool);

    /// <summary>A function of the backend that computes on the processor.</summary>
    private static nint Function(byte[] name)
    {
        fixed (byte* text = name)
        {
            var device = LlamaApi.BackendDeviceOfType(LlamaApi.ProcessorDevice);
            return device == 0 ? 0 : LlamaApi.BackendFunction(LlamaApi.BackendOf(device), text);
        }
    }
}
