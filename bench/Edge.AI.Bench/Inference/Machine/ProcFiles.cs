using System.Diagnostics;
using System.Globalization;

namespace Edge.AI.Bench.Inference.Machine;

/// <summary>Reads processor times from Linux's /proc (https://man7.org/linux/man-pages/man5/proc.5.html).</summary>
internal static class ProcFiles
{
    private const double TicksPerSecond = 100; // USER_HZ, the same on every platform that .NET supports

    /// <summary>The processor times of this moment; null on systems without /proc.</summary>
    public static CpuSample? Now()
    {
        if (!File.Exists("/proc/stat"))
            return null;

        var (busy, stolen) = Machine(File.ReadLines("/proc/stat").First());
        var processes = Directory.EnumerateDirectories("/proc").Select(TryReadProcess).OfType<ProcessTime>().ToList();
        return new(Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency, busy, stolen, OfTree(processes, Environment.ProcessId));
    }

    /// <summary>The line "cpu": user, nice, system, idle, iowait, irq, softirq and steal; guest times are part of user and nice.</summary>
    internal static (double Busy, double Stolen) Machine(string line)
    {
        var ticks = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return ((ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6]) / TicksPerSecond, ticks[7] / TicksPerSecond);
    }

    /// <summary>A line of /proc/PID/stat. The name of the program, in parentheses, may contain spaces and parentheses.</summary>
    internal static ProcessTime Process(string line)
    {
        var afterName = line[(line.LastIndexOf(')') + 2)..].Split(' ');
        return new(
            int.Parse(line[..line.IndexOf(' ', StringComparison.Ordinal)], CultureInfo.InvariantCulture),
            int.Parse(afterName[1], CultureInfo.InvariantCulture),
            afterName[11..15].Sum(text => double.Parse(text, CultureInfo.InvariantCulture)) / TicksPerSecond);
    }

    /// <summary>The time of a process and of all processes below it.</summary>
    internal static double OfTree(IReadOnlyCollection<ProcessTime> processes, int root) =>
        processes.Where(process => process.Id == root).Sum(process => process.Seconds)
        + processes.Where(process => process.Parent == root).Sum(process => OfTree(processes, process.Id));

    private static ProcessTime? TryReadProcess(string folder)
    {
        if (!char.IsAsciiDigit(Path.GetFileName(folder)[0]))
            return null;

        try
        {
            return Process(File.ReadAllText(Path.Combine(folder, "stat")));
        }
        catch (IOException)
        {
            return null; // it has ended; its parent counts its time
        }
    }

    /// <summary>The processor time of a process and of its children that have ended.</summary>
    internal sealed record ProcessTime(int Id, int Parent, double Seconds);
}
