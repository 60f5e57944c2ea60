using Edge.AI.Tests.Platform;

namespace Edge.AI.Tests;

public sealed class MachineReportTests : IDisposable
{
    private readonly FakeRoot _root = new FakeRoot().With("proc/meminfo", "MemTotal:       16000000 kB\nMemFree:         1000000 kB\nMemAvailable:    9000000 kB\n");

    public void Dispose() => _root.Dispose();

    [Fact]
    public void The_limits_of_control_groups_of_version_2_are_reported()
    {
        _root.With("proc/self/cgroup", "0::/app\n")
            .With("sys/fs/cgroup/app/cpu.max", "150000 100000\n").With("sys/fs/cgroup/cpu.max", "max 100000\n")
            .With("sys/fs/cgroup/app/memory.max", "2000000000\n").With("sys/fs/cgroup/app/memory.current", "1000\n");

        Limits().Should().Be((2, 1.5, 2_000_000_000L));
    }

    [Fact]
    public void The_limits_of_control_groups_of_version_1_are_reported()
    {
        _root.With("proc/self/cgroup", "5:cpu,cpuacct:/app\n4:memory:/app\n0::/\n")
            .With("sys/fs/cgroup/cpu/app/cpu.cfs_quota_us", "50000\n").With("sys/fs/cgroup/cpu/app/cpu.cfs_period_us", "100000\n")
            .With("sys/fs/cgroup/memory/app/memory.limit_in_bytes", "1000000000\n").With("sys/fs/cgroup/memory/app/memory.usage_in_bytes", "1000\n");

        Limits().Should().Be((1, 0.5, 1_000_000_000L));
    }

    [Fact]
    public void Without_limits_only_the_version_is_reported()
    {
        _root.With("proc/self/cgroup", "0::/\n").With("sys/fs/cgroup/cpu.max", "max 100000\n").With("sys/fs/cgroup/memory.max", "max\n");

        Limits().Should().Be((2, null, null));
    }

    [Fact]
    public void The_report_of_this_machine_is_plausible()
    {
        var report = EdgeMachineReport.Create();

        report.UsableCores.Should().BeInRange(1, report.LogicalProcessors);
        report.AvailableMemoryBytes.Should().BeInRange(1, report.MemoryBytes);
    }

    private (int?, double?, long?) Limits()
    {
        var report = EdgeMachineReport.Create().WithLimits(_root.Path);
        return (report.ControlGroupVersion, report.ProcessorQuota, report.MemoryLimitBytes);
    }
}
