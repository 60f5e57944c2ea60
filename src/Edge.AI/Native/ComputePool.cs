using System.Text;

namespace Edge.AI.Native;

/// <summary>
/// The threads that compute the graphs of one context (<c>ggml_threadpool</c>). They stay alive as long as the context. Without them, llama.cpp starts new threads for each graph.
/// Each token is one graph. In a runtime that is built with OpenMP, the pool has no threads: those of OpenMP compute.
/// </summary>
internal static unsafe class ComputePool
{
    /// <summary>
    /// The polling level: a thread checks 131,072 times for the next graph at each level, and then sleeps. One level takes about as long as the loop needs between two steps. With ggml's
    /// default, 50, the threads keep the processor busy for some tenths of a second after the last token.
    /// </summary>
    private const uint Polling = 1;

    // ggml_threadpool_params (ggml.h): a mask of 512 processors, the number of threads, their priority, the polling, two flags.
    private const int ThreadsOffset = 512;
    private const int PollingOffset = 520;
    private const int ParametersSize = 1024; // larger than the structure, so that a version may add to it

    /// <summary>Creates threads and lets a context use them. Returns 0 if one thread computes, or if the runtime offers no such threads.</summary>
    /// <param name="context">The context.</param>
    /// <param name="threads">The most threads that the context ever uses, with the one that calls it.</param>
    public static nint Attach(nint context, int threads)
    {
        if (threads < 2)
            return 0;

        var create = Function("ggml_threadpool_new");
        if (create == 0)
            return 0;

        var parameters = stackalloc byte[ParametersSize];
        LlamaApi.ThreadPoolParametersInit(parameters, threads);
        if (*(int*)(parameters + ThreadsOffset) != threads)
            return 0; // another layout

        *(uint*)(parameters + PollingOffset) = Polling;
        var pool = ((delegate* unmanaged[Cdecl]<byte*, nint>)create)(parameters);
        if (pool != 0)
            LlamaApi.ContextAttachThreadPool(context, pool, pool);
        return pool;
    }

    /// <summary>Ends the threads. The context must have been freed.</summary>
    public static void Free(nint pool)
    {
        if (pool != 0)
            ((delegate* unmanaged[Cdecl]<nint, void>)Function("ggml_threadpool_free"))(pool);
    }

    /// <summary>A function of the backend that computes on the processor.</summary>
    private static nint Function(string name)
    {
        fixed (byte* text = Encoding.ASCII.GetBytes(name + '\0'))
        {
            var device = LlamaApi.BackendDeviceOfType(LlamaApi.ProcessorDevice);
            return device == 0 ? 0 : LlamaApi.BackendFunction(LlamaApi.BackendOf(device), text);
        }
    }
}
