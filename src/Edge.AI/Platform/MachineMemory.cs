using System.Globalization;

namespace Edge.AI.Platform;

/// <summary>The memory for this process: of the machine, or of the container if that has less left.</summary>
/// <param name="Limit">The whole memory, in bytes.</param>
/// <param name="Available">The memory that is available without swapping, in bytes. The file cache that the system would drop counts as available.</param>
internal sealed record MachineMemory(long Limit, long Available)
{
    // The share of time in which all tasks of a control group waited for memory, over the last ten seconds.
    private const double PercentStalledWhenTight = 10;

    /// <summary>Whether memory is low: less than a tenth is available, or the container already waits for memory.</summary>
    public bool IsTight => Available < Limit / 10 || PercentStalled >= PercentStalledWhenTight;

    public long Used => Limit - Available;

    public double PercentStalled { get; init; }

    public static MachineMemory Read()
    {
        if (OperatingSystem.IsLinux())
            return Read("/");

        var collector = GC.GetGCMemoryInfo();
        return new(collector.TotalAvailableMemoryBytes, Math.Max(0, collector.TotalAvailableMemoryBytes - collector.MemoryLoadBytes));
    }

    /// <summary>Reads the memory from the files of Linux.</summary>
    /// <param name="root">The root of the file system. Tests use another one.</param>
    public static MachineMemory Read(string root)
    {
        var machine = ReadMachine(root);
        var folders = new ControlGroups(root).FoldersOf("memory").ToList();
        return folders.Select(ReadGroup).OfType<MachineMemory>().Append(machine).MinBy(memory => memory.Available)! with
        {
            PercentStalled = folders.Select(ReadStalled).Append(0).Max(),
        };
    }

    /// <summary>Returns the lowest memory limit of the control groups, in bytes; null if it is not below the memory of the machine.</summary>
    /// <param name="root">The root of the file system. Tests use another one.</param>
    public static long? LimitOfGroups(string root)
    {
        var machine = ReadMachine(root).Limit;
        return new ControlGroups(root).FoldersOf("memory").Select(ReadGroup).Select(group => group?.Limit).Where(limit => limit < machine).Min();
    }

    private static MachineMemory ReadMachine(string root)
    {
        var lines = ControlGroups.ReadLines(Path.Combine(root, "proc", "meminfo"));
        return Find("MemTotal:") is { } total && Find("MemAvailable:") is { } available
            ? new(total * 1024, available * 1024)
            : new(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

        long? Find(string key) => FindNumber(lines, key);
    }

    /// <summary>Returns the available memory of a control group, of version 2 or 1; null if it has no limit.</summary>
    private static MachineMemory? ReadGroup(string folder)
    {
        var limit = ControlGroups.ReadNumber(folder, "memory.max") ?? ControlGroups.ReadNumber(folder, "memory.limit_in_bytes");
        var used = ControlGroups.ReadNumber(folder, "memory.current") ?? ControlGroups.ReadNumber(folder, "memory.usage_in_bytes");
        if (limit is null || used is null)
            return null;

        // The system drops inactive files from its cache before the limit takes effect.
        var statistics = ControlGroups.ReadLines(Path.Combine(folder, "memory.stat"));
        var droppable = FindNumber(statistics, "total_inactive_file ") ?? FindNumber(statistics, "inactive_file ") ?? 0;
        return new(limit.Value, Math.Clamp(limit.Value - used.Value + droppable, 0, limit.Value));
    }

    private static double ReadStalled(string folder)
    {
        // full avg10=0.00 avg60=0.00 avg300=0.00 total=0
        var full = ControlGroups.ReadLines(Path.Combine(folder, "memory.pressure")).FirstOrDefault(line => line.StartsWith("full ", StringComparison.Ordinal));
        return double.TryParse(full?.Split(' ', '=').ElementAtOrDefault(2), NumberStyles.Float, CultureInfo.InvariantCulture, out var percent) ? percent : 0;
    }

    private static long? FindNumber(string[] lines, string key) =>
        ControlGroups.ToNumber(lines.FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?[key.Length..].Trim().Split(' ')[0]);
}
