using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Native;

/// <summary>
/// Keeps the process alive when an assertion of llama.cpp or ggml fails: the thread with the failed assertion is stopped permanently.
/// ggml ends the process when its callback returns, and native frames cannot be unwound safely. So the thread and the memory of its model are lost.
/// </summary>
internal static unsafe class NativeAbort
{
    private static ILogger? s_logger;

    private static readonly ConcurrentDictionary<int, Action<string, bool>> s_models = [];

    /// <summary>Installs the callback. It does nothing if ggml has no such callback.</summary>
    /// <param name="ggmlBase">The library <c>ggml-base</c>.</param>
    /// <param name="logger">Where a failed assertion is logged.</param>
    public static void Install(nint ggmlBase, ILogger logger)
    {
        s_logger = logger;
        if (NativeLibrary.TryGetExport(ggmlBase, "ggml_set_abort_callback", out var set))
            _ = ((delegate* unmanaged[Cdecl]<delegate* unmanaged[Cdecl]<byte*, void>, void*>)set)(&OnAbort);
    }

    /// <summary>Runs a model on this thread.</summary>
    /// <param name="halt">
    /// Called when an assertion fails, with ggml's message and with whether it failed on this thread. Otherwise it failed on a thread that belongs to no model: a compute
    /// thread of ggml, for which its model would wait without end, or a thread that tokenizes. The action must not call llama.cpp.
    /// </param>
    /// <param name="run">Loads and runs the model.</param>
    public static void Guard(Action<string, bool> halt, Action run)
    {
        s_models[Environment.CurrentManagedThreadId] = halt;
        try
        {
            run();
        }
        finally
        {
            s_models.TryRemove(Environment.CurrentManagedThreadId, out _);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnAbort(byte* text)
    {
        try
        {
            var message = Marshal.PtrToStringUTF8((nint)text) ?? "";
            message = message[(message.LastIndexOf('/') + 1)..]; // the paths of the machine that built it
            if (s_logger is { } logger)
                NativeLog.Aborted(logger, message);
            if (s_models.TryGetValue(Environment.CurrentManagedThreadId, out var own))
            {
                own(message, true);
            }
            else
            {
                foreach (var halt in s_models.Values)
                    halt(message, false);
            }
        }
#pragma warning disable CA1031 // An exception in a native frame would end the process, which is what this prevents.
        catch
#pragma warning restore CA1031
        {
        }

        Thread.Sleep(Timeout.Infinite);
    }
}
