using System.Globalization;

namespace Edge.AI.Platform;

/// <summary>How much the processors of a machine have to do. Neighbours of a virtual machine are not seen.</summary>
/// <param name="root">The root of the file system. Tests use another one.</param>
internal sealed class ProcessorLoad(string root)
{
    /// <summary>The load of this machine.</summary>
    public static ProcessorLoad Local { get; } = new("/");

    /// <summary>
    /// Counts the other threads that compute, on average: 0 unless they do now and did during the last minute (proc_loadavg(5), proc_stat(5)).
    /// It is 0 on systems without these files.
    /// </summary>
    public int CountOtherThreads()
    {
        const string Key = "procs_running ";
        var now = ControlGroups.ReadLines(Path.Combine(root, "proc", "stat")).FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal));
        var average = ControlGroups.ReadLines(Path.Combine(root, "proc", "loadavg")).FirstOrDefault()?.Split(' ')[0];
        var running = ControlGroups.ToNumber(now?[Key.Length..]) ?? 0;
        return ToNumber(average) is { } load
            ? (int)Math.Max(0, Math.Min(running - 1, Math.Round(load))) // the thread that reads is running too
            : 0;
    }

    /// <summary>Reads how long the processors have had nothing to do, all together, since the machine started, to 10 ms (proc_uptime(5)); null on systems without this file.</summary>
    public TimeSpan? ReadIdleTime() =>
        ControlGroups.ReadLines(Path.Combine(root, "proc", "uptime")).FirstOrDefault()?.Split(' ') is [_, var idle] && ToNumber(idle) is { } seconds
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static double? ToNumber(string? text) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
}
