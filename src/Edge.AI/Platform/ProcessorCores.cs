namespace Edge.AI.Platform;

/// <summary>
/// The physical cores that this process may use. More threads than cores slow llama.cpp down: two threads on one core share its arithmetic units, and all threads wait for a thread
/// that gets no processor time.
/// </summary>
internal sealed class ProcessorCores(string root)
{
    /// <summary>
    /// Gets the number of cores, at least 1. On Linux these are the cores in the affinity mask, within the quota of the control groups; on macOS the performance cores;
    /// on Windows the cores in the affinity mask. It is never more than <see cref="Environment.ProcessorCount"/>, which follows <c>DOTNET_PROCESSOR_COUNT</c>.
    /// </summary>
    public static int Usable { get; } = Math.Clamp(CountUsable(), 1, Environment.ProcessorCount);

    /// <summary>The cores in the affinity mask, within the quota.</summary>
    public int CountOnLinux()
    {
        var cores = CountInAffinityMask();
        return Quotas().Select(quota => Math.Max(1, (int)quota)).Append(cores).Min();
    }

    /// <summary>The lowest quota of the control groups, in cores; null if there is none.</summary>
    public double? Quota() => Quotas().Select(quota => (double?)quota).Min();

    private static int CountUsable()
    {
        if (OperatingSystem.IsLinux())
            return new ProcessorCores("/").CountOnLinux();
        if (OperatingSystem.IsMacOS())
            return ProcessorInformation.CountPerformanceCores();
        return OperatingSystem.IsWindows() ? ProcessorInformation.CountWindowsCores() : Environment.ProcessorCount;
    }

    private int CountInAffinityMask()
    {
        const string Key = "Cpus_allowed_list:";
        var allowed = ControlGroups.ReadLines(Path.Combine(root, "proc", "self", "status")).FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal));
        return allowed is null
            ? Environment.ProcessorCount
            : CpuList.Parse(allowed[Key.Length..]).Select(CoreOf).Distinct(StringComparer.Ordinal).Count();
    }

    /// <summary>Returns a name for the core of a logical processor: the list of all logical processors on it.</summary>
    private string CoreOf(int processor)
    {
        var topology = Path.Combine(root, "sys", "devices", "system", "cpu", $"cpu{processor}", "topology");
        return ControlGroups.ReadLines(Path.Combine(topology, "core_cpus_list")).FirstOrDefault() // the name since Linux 5.3
            ?? ControlGroups.ReadLines(Path.Combine(topology, "thread_siblings_list")).FirstOrDefault()
            ?? $"{processor}";
    }

    /// <summary>Returns the processor quota of each control group.</summary>
    private IEnumerable<double> Quotas()
    {
        foreach (var folder in new ControlGroups(root).FoldersOf("cpu"))
        {
            var version2 = ControlGroups.ReadLines(Path.Combine(folder, "cpu.max")).FirstOrDefault()?.Split(' ');
            var quota = ControlGroups.ToNumber(version2?[0]) ?? ControlGroups.ReadNumber(folder, "cpu.cfs_quota_us");
            var period = ControlGroups.ToNumber(version2?[^1]) ?? ControlGroups.ReadNumber(folder, "cpu.cfs_period_us");
            if (quota > 0 && period > 0)
                yield return (double)quota / (double)period;
        }
    }
}
