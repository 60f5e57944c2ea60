using System.Runtime.InteropServices;

namespace Edge.AI.Platform;

/// <summary>The processor time of threads. .NET tells only that of the whole process.</summary>
internal static unsafe partial class ThreadTime
{
    // CLOCK_THREAD_CPUTIME_ID of Linux's and of macOS's time.h.
    private const int LinuxClock = 3;
    private const int MacClock = 16;

    /// <summary>How long the thread that calls has been computing. Windows counts in units of about 16 ms.</summary>
    /// <returns>Null if the system does not tell.</returns>
    public static TimeSpan? OfThisThread()
    {
        if (OperatingSystem.IsWindows())
            return GetThreadTimes(GetCurrentThread(), out _, out _, out var kernel, out var user) != 0 ? new(kernel + user) : null;

        var time = stackalloc nint[2]; // struct timespec: seconds and nanoseconds
        return GetClock(OperatingSystem.IsMacOS() ? MacClock : LinuxClock, time) == 0
            ? TimeSpan.FromSeconds(time[0]) + TimeSpan.FromTicks(time[1] / TimeSpan.NanosecondsPerTick)
            : null;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetClock(int clock, nint* time);

    [LibraryImport("kernel32")]
    private static partial nint GetCurrentThread();

    [LibraryImport("kernel32")]
    private static partial int GetThreadTimes(nint thread, out long creation, out long exit, out long kernel, out long user);
}
