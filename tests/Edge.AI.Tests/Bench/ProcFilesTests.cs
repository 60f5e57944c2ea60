using Edge.AI.Bench.Inference.Machine;

namespace Edge.AI.Tests.Bench;

public class ProcFilesTests
{
    [Fact]
    public void The_machine_is_busy_in_all_modes_but_idle_and_waiting_and_stolen_time_is_counted_apart()
    {
        var (busy, stolen) = ProcFiles.Machine("cpu  1000 200 300 5000 400 50 60 70 900 800");

        busy.Should().BeApproximately(16.1, 1e-9);
        stolen.Should().BeApproximately(0.7, 1e-9);
    }

    [Fact]
    public void A_process_counts_its_children_that_have_ended_whatever_its_name_contains()
    {
        var process = ProcFiles.Process("4711 (a) b (c) R 42 4711 4711 0 -1 4194304 1 2 3 4 100 20 7 3 20 0 1 0 5 6 7");

        process.Should().Be(new ProcFiles.ProcessTime(4711, 42, 1.3));
    }

    [Fact]
    public void A_tree_counts_all_processes_below_its_root_and_no_others()
    {
        ProcFiles.ProcessTime[] processes = [new(1, 0, 100), new(10, 1, 1), new(11, 10, 2), new(12, 11, 4), new(20, 1, 50)];

        ProcFiles.OfTree(processes, 10).Should().Be(7);
    }

    [Fact]
    public void The_time_of_this_process_is_part_of_the_busy_time()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has /proc.");
        var before = ProcFiles.Now()!;
        var value = 0.0;
        while (ProcFiles.Now()!.Own < before.Own + 0.05)
            value = Enumerable.Range(1, 100_000).Sum(number => Math.Sqrt(number));

        var after = ProcFiles.Now()!;

        value.Should().BePositive();
        (after.Own - before.Own).Should().BeGreaterThan(0.04);
        (after.Busy - before.Busy).Should().BePositive();
    }
}
