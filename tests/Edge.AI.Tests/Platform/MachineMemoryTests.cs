using Edge.AI.Platform;

namespace Edge.AI.Tests.Platform;

public sealed class MachineMemoryTests : IDisposable
{
    private const long KiB = 1024;

    private readonly FakeRoot _root = new FakeRoot().With("proc/meminfo", "MemTotal:       16000000 kB\nMemFree:         1000000 kB\nMemAvailable:    9000000 kB\n");

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Without_a_container_it_is_the_machines() =>
        MachineMemory.Read(_root.Path).Should().Be(new MachineMemory(16_000_000 * KiB, 9_000_000 * KiB));

    [Fact]
    public void A_containers_limit_less_what_it_uses_is_what_is_left_and_files_that_can_be_dropped_count_as_free()
    {
        Group("0::/\n", "", ("memory.max", "1000000"), ("memory.current", "700000"), ("memory.stat", "anon 400000\ninactive_file 200000\n"));

        MachineMemory.Read(_root.Path).Should().Be(new MachineMemory(1_000_000, 500_000));
    }

    [Fact]
    public void Version_1_has_the_same_under_other_names()
    {
        Group("7:memory:/docker/1\n", "memory/docker/1", ("memory.limit_in_bytes", "1000000"), ("memory.usage_in_bytes", "700000"), ("memory.stat", "inactive_file 1\ntotal_inactive_file 200000\n"));

        MachineMemory.Read(_root.Path).Should().Be(new MachineMemory(1_000_000, 500_000));
    }

    [Fact]
    public void A_small_container_with_room_in_it_has_no_more_than_a_full_machine()
    {
        _root.With("proc/meminfo", "MemTotal:       16000000 kB\nMemAvailable:    2000 kB\n");
        Group("0::/\n", "", ("memory.max", "1000000000"), ("memory.current", "1000"));

        MachineMemory.Read(_root.Path).Should().Be(new MachineMemory(16_000_000 * KiB, 2000 * KiB));
    }

    [Theory]
    [InlineData("max")]
    [InlineData("9223372036854771712")]
    public void A_container_without_a_limit_has_what_the_machine_has(string limit)
    {
        Group("0::/\n", "", ("memory.max", limit), ("memory.current", "700000"));

        MachineMemory.Read(_root.Path).Limit.Should().Be(16_000_000 * KiB);
    }

    [Fact]
    public void The_tightest_of_nested_limits_counts()
    {
        Group("0::/outer/inner\n", "outer/inner", ("memory.max", "9000000"), ("memory.current", "1000"));
        Group("0::/outer/inner\n", "outer", ("memory.max", "2000000"), ("memory.current", "1500000"));

        MachineMemory.Read(_root.Path).Should().Be(new MachineMemory(2_000_000, 500_000));
    }

    [Theory]
    [InlineData(1000, 101, 0, false)]
    [InlineData(1000, 99, 0, true)]
    [InlineData(1000, 900, 9.9, false)]
    [InlineData(1000, 900, 10, true)]
    public void Memory_is_tight_when_less_than_a_tenth_is_left_or_the_container_waits_for_it(long limit, long available, double stalled, bool tight) =>
        new MachineMemory(limit, available) { PercentStalled = stalled }.IsTight.Should().Be(tight);

    [Fact]
    public void How_long_a_container_waits_for_memory_is_read_from_its_pressure()
    {
        Group("0::/\n", "", ("memory.pressure", "some avg10=44.00 avg60=0.00 avg300=0.00 total=0\nfull avg10=12.50 avg60=0.00 avg300=0.00 total=9\n"));

        MachineMemory.Read(_root.Path).PercentStalled.Should().Be(12.5);
    }

    private void Group(string groups, string folder, params (string File, string Content)[] files)
    {
        _root.With("proc/self/cgroup", groups);
        foreach (var (file, content) in files)
            _root.With($"sys/fs/cgroup/{folder}/{file}", content + "\n");
    }
}
