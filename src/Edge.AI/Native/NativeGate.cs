using System.Runtime.InteropServices;

namespace Edge.AI.Native;

/// <summary>
/// Delays the exit of the process while threads are inside llama.cpp. The exit destroys the library's static data, and a thread that still uses it would cause a segmentation
/// fault. On exit the gate closes: threads inside leave, and no thread can enter.
/// </summary>
/// <remarks>Waiting is bounded by <see cref="ExitTime"/>; after that the process ends at once, with its exit code and without the destructors.</remarks>
internal static partial class NativeGate
{
    /// <summary>How long the exit of the process waits for threads inside.</summary>
    public static readonly TimeSpan ExitTime = TimeSpan.FromSeconds(5);

    private static readonly object s_gate = new();
    private static int s_inside;
    private static volatile bool s_isClosed;

    static NativeGate() => AppDomain.CurrentDomain.ProcessExit += static (_, _) => Close();

    /// <summary>Whether the process is ending.</summary>
    public static bool IsClosed => s_isClosed;

    /// <summary>Enters the gate. The pass must be held while native code runs.</summary>
    /// <exception cref="ObjectDisposedException">The process is ending.</exception>
    public static Pass Enter() => TryEnter() ? default : throw new ObjectDisposedException(nameof(EdgeChatClient), "The process is ending.");

    /// <summary>Enters the gate; false if the process is ending.</summary>
    public static bool TryEnter()
    {
        lock (s_gate)
        {
            if (s_isClosed)
                return false;

            s_inside++;
            return true;
        }
    }

    public static void Leave()
    {
        lock (s_gate)
        {
            s_inside--;
            if (s_isClosed && s_inside == 0)
                Monitor.PulseAll(s_gate);
        }
    }

    private static void Close()
    {
        var end = Environment.TickCount64 + (long)ExitTime.TotalMilliseconds;
        lock (s_gate)
        {
            s_isClosed = true;
            while (s_inside > 0 && end - Environment.TickCount64 is > 0 and var left)
                Monitor.Wait(s_gate, (int)left);
            if (s_inside == 0)
                return;
        }

        if (!OperatingSystem.IsWindows())
            ExitNow(Environment.ExitCode);
    }

    /// <summary>POSIX's _exit, which runs no atexit handlers and no destructors of static data.</summary>
    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void ExitNow(int status);

    /// <summary>One entry. Disposing of it leaves the gate.</summary>
    public readonly ref struct Pass
    {
#pragma warning disable CA1822 // It stands for the entry.
        public void Dispose() => Leave();
#pragma warning restore CA1822
    }
}
