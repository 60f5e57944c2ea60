using System.Globalization;

namespace Edge.AI.Platform;

/// <summary>How much other work the processor has.</summary>
/// <param name="root">The root of the file system. Tests use another one.</param>
internal sealed class ProcessorLoad(string root)
{
    /// <summary>
    /// Gets how many other threads of this machine compute, on average: 0 unless they do now and did during the last minute (proc_loadavg(5), proc_stat(5)).
    /// It is 0 on systems without these files. Neighbours of a virtual machine are not seen.
    /// </summary>
    public static int OtherThreads => new ProcessorLoad("/").CountOtherThreads();

    /// <summary>Counts the other threads that compute.</summary>
    public int CountOtherThreads()
    {
        const string Key = "procs_running ";
        var now = ControlGroups.ReadLines(Path.Combine(root, "proc", "stat")).FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal));
        var average = ControlGroups.ReadLines(Path.Combine(root, "proc", "loadavg")).FirstOrDefault()?.Split(' ')[0];
        var running = ControlGroups.ToNumber(now?[Key.Length..]) ?? 0;
        return double.TryParse(average, NumberStyles.Float, CultureInfo.InvariantCulture, out var load)
            ? (int)Math.Max(0, Math.Min(running - 1, Math.Round(load))) // the thread that reads is running too
            : 0;
    }
}
