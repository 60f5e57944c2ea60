using Edge.AI.Platform;

namespace Edge.AI;

/// <summary>Tells how much of the processor and of the memory this process may use, within the limits of its container: for a diagnosis or a bug report.</summary>
public sealed record EdgeMachineReport
{
    /// <summary>Gets the physical cores that models use at most, within the affinity mask and the quota.</summary>
    public required int UsableCores { get; init; }

    /// <summary>Gets the logical processors that this process may use, as .NET counts them.</summary>
    public required int LogicalProcessors { get; init; }

    /// <summary>Gets the processor quota of the container, in cores; <see langword="null"/> if there is none.</summary>
    public double? ProcessorQuota { get; init; }

    /// <summary>Gets the memory of the machine, or of the container if that has less left, in bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Gets how much of it is available, in bytes.</summary>
    public required long AvailableMemoryBytes { get; init; }

    /// <summary>Gets the memory limit of the container, in bytes; <see langword="null"/> if there is none.</summary>
    public long? MemoryLimitBytes { get; init; }

    /// <summary>Gets the version of Linux's control groups that the process is in, 1 or 2; <see langword="null"/> on other systems.</summary>
    public int? ControlGroupVersion { get; init; }

    /// <summary>Reads the current numbers.</summary>
    /// <returns>The report.</returns>
    public static EdgeMachineReport Create()
    {
        var memory = MachineMemory.Read();
        var report = new EdgeMachineReport
        {
            UsableCores = ProcessorCores.Usable,
            LogicalProcessors = Environment.ProcessorCount,
            MemoryBytes = memory.Limit,
            AvailableMemoryBytes = memory.Available,
        };
        return OperatingSystem.IsLinux() ? report.WithLimits("/") : report;
    }

    /// <param name="root">The root of the file system. Tests use another one.</param>
    internal EdgeMachineReport WithLimits(string root) => this with
    {
        ProcessorQuota = new ProcessorCores(root).Quota(),
        MemoryLimitBytes = MachineMemory.LimitOfGroups(root),
        ControlGroupVersion = new ControlGroups(root).Version,
    };
}
