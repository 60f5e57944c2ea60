using Edge.AI.Bench.Inference.Contestants;
using Edge.AI.Bench.Inference.Measures;

namespace Edge.AI.Tests.Bench;

public class PairsTests
{
    [Fact]
    public void A_ratio_is_taken_within_each_round_so_a_slow_period_does_not_change_it()
    {
        var rounds = new[] { Round(100, 50), Round(10, 5), Round(60, 20) };

        rounds.Ratio("ours", "theirs", Figure).Should().Be(2);
        (rounds.Spread("ours", Figure)!.Median / rounds.Spread("theirs", Figure)!.Median).Should().Be(3, "a ratio of medians mixes periods");
    }

    [Fact]
    public void Rounds_without_one_of_the_two_or_without_a_result_do_not_count()
    {
        var rounds = new[] { Round(100, 50), Round(100, theirs: null), Round(100, 0) };

        rounds.Ratio("ours", "theirs", Figure).Should().Be(2);
        rounds.Spread("theirs", Figure).Should().Be(new Spread(25, 0, 50));
    }

    [Fact]
    public void A_contestant_that_finished_no_round_has_no_figures()
    {
        var rounds = new[] { Round(100, theirs: null) };

        rounds.Ratio("ours", "theirs", Figure).Should().BeNull();
        rounds.Spread("theirs", Figure).Should().BeNull();
    }

    private static double Figure(WorkDone done) => done.ManagedBytes;

    private static Dictionary<string, WorkDone> Round(long ours, long? theirs)
    {
        var round = new Dictionary<string, WorkDone> { ["ours"] = new([], ManagedBytes: ours) };
        if (theirs is { } bytes)
            round["theirs"] = new([], ManagedBytes: bytes);
        return round;
    }
}
