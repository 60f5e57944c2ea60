using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Native;

/// <summary>
/// What happens instead when an assertion of llama.cpp or ggml fails, which would end the process: the thread that met it stays where it is, for good.
/// ggml ends the process as soon as its callback returns, and nothing can unwind native frames safely. The thread, and the memory that its model holds, are the price.
/// </summary>
internal static unsafe partial class NativeAbort
{
    private static ILogger? s_logger;

    private static readonly ConcurrentDictionary<int, Action<string, bool>> s_models = [];

    /// <summary>Takes over from here on; does nothing with a ggml that has no such callback.</summary>
    /// <param name="ggmlBase">The library <c>ggml-base</c>.</param>
    /// <param name="logger">Where a failed assertion is reported.</param>
    public static void Install(nint ggmlBase, ILogger logger)
    {
        s_logger = logger;
        if (NativeLibrary.TryGetExport(ggmlBase, "ggml_set_abort_callback", out var set))
            _ = ((delegate* unmanaged[Cdecl]<delegate* unmanaged[Cdecl]<byte*, void>, void*>)set)(&OnAbort);
    }

    /// <summary>Runs a model on this thread.</summary>
    /// <param name="halt">
    /// Called when an assertion fails, with ggml's message and with whether it failed on this thread. Otherwise it failed on a thread of no model: a compute
    /// thread of ggml, for which its model would wait for ever, or a thread that tokenizes. The action must not call llama.cpp.
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
                LogAborted(logger, message);
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

    [LoggerMessage(EventId = 3003, Level = LogLevel.Critical, Message = "An assertion of llama.cpp failed; its thread is stopped permanently: {Assertion}")]
    private static partial void LogAborted(ILogger logger, string assertion);
}
