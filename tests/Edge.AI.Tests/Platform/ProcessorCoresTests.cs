using Edge.AI.Platform;
using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Platform;

public sealed class ProcessorCoresTests : IDisposable
{
    private readonly FakeRoot _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Two_logical_processors_of_one_core_count_once()
    {
        Allow("0-7");
        foreach (var processor in Enumerable.Range(0, 8))
            Core(processor, $"{processor % 4},{processor % 4 + 4}");

        Count().Should().Be(4);
    }

    [Theory]
    [InlineData("0,4", 1)]
    [InlineData("0-1,4", 2)]
    [InlineData("4-7", 4)]
    public void Only_processors_in_the_affinity_mask_count(string allowed, int cores)
    {
        Allow(allowed);
        foreach (var processor in Enumerable.Range(0, 8))
            Core(processor, $"{processor % 4},{processor % 4 + 4}");

        Count().Should().Be(cores);
    }

    [Fact]
    public void Kernels_before_5_3_name_the_siblings_differently()
    {
        Allow("0-1");
        _root.With("sys/devices/system/cpu/cpu0/topology/thread_siblings_list", "0-1\n").With("sys/devices/system/cpu/cpu1/topology/thread_siblings_list", "0-1\n");

        Count().Should().Be(1);
    }

    [Fact]
    public void Where_the_topology_is_hidden_every_processor_is_a_core()
    {
        Allow("0-5");

        Count().Should().Be(6);
    }

    [Theory]
    [InlineData("max 100000", 8)]
    [InlineData("400000 100000", 4)]
    [InlineData("350000 100000", 3)]
    [InlineData("50000 100000", 1)]
    [InlineData("1600000 100000", 8)]
    public void The_quota_of_a_container_is_rounded_down_to_whole_cores(string quota, int cores)
    {
        Allow("0-7");
        _root.With("proc/self/cgroup", "0::/\n").With("sys/fs/cgroup/cpu.max", quota + "\n");

        Count().Should().Be(cores);
    }

    [Fact]
    public void The_quota_of_an_outer_group_limits_an_inner_one()
    {
        Allow("0-7");
        _root.With("proc/self/cgroup", "0::/app.slice/service\n")
            .With("sys/fs/cgroup/app.slice/cpu.max", "200000 100000\n")
            .With("sys/fs/cgroup/app.slice/service/cpu.max", "600000 100000\n");

        Count().Should().Be(2);
    }

    [Fact]
    public void A_container_that_sees_its_hosts_path_finds_its_limit_at_the_root()
    {
        Allow("0-7");
        _root.With("proc/self/cgroup", "5:cpu,cpuacct:/docker/0123\n1:name=systemd:/docker/0123\n")
            .With("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "300000\n")
            .With("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");

        Count().Should().Be(3);
    }

    [Fact]
    public void Version_1_says_minus_one_for_no_quota()
    {
        Allow("0-7");
        _root.With("proc/self/cgroup", "5:cpu:/\n").With("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n").With("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");

        Count().Should().Be(8);
    }

    [Theory]
    [InlineData(0b1111_1111UL, 4)]
    [InlineData(0b0000_0011UL, 1)]
    [InlineData(0b0000_0110UL, 2)]
    [InlineData(0UL, 4)]
    public void Windows_lists_a_mask_of_logical_processors_for_each_core(ulong affinity, int cores)
    {
        byte[] Entry(int core)
        {
            var entry = new byte[48];
            BitConverter.TryWriteBytes(entry.AsSpan(4), entry.Length);
            BitConverter.TryWriteBytes(entry.AsSpan(30), (ushort)1);
            BitConverter.TryWriteBytes(entry.AsSpan(32), 0b11UL << (2 * core));
            return entry;
        }

        ProcessorInformation.CountCores([.. Enumerable.Range(0, 4).SelectMany(Entry)], affinity).Should().Be(cores);
    }

    [Fact]
    public async Task A_process_that_is_bound_to_one_processor_counts_one_core()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/taskset"), "taskset is a tool of Linux");

        var (exitCode, output, errors) = await ChildProcess.RunBehindAsync("taskset", ["-c", "0"], "cores");

        (exitCode, output.Trim()).Should().Be((0, "1"), errors);
    }

    private int Count() => new ProcessorCores(_root.Path).CountOnLinux();

    private void Allow(string processors) => _root.With("proc/self/status", $"Name:\tapp\nCpus_allowed:\tff\nCpus_allowed_list:\t{processors}\n");

    private void Core(int processor, string siblings) => _root.With($"sys/devices/system/cpu/cpu{processor}/topology/core_cpus_list", siblings + "\n");
}
