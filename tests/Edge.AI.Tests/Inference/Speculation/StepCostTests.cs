using Edge.AI.Inference.Speculation;

namespace Edge.AI.Tests.Inference.Speculation;

public sealed class StepCostTests
{
    [Fact]
    public void A_cost_is_unknown_until_some_steps_without_drafts_were_seen()
    {
        var cost = new StepCost(2);
        cost.Of(1).Should().BeNull();

        Plain(cost, times: 4, milliseconds: 10);

        cost.Of(1).Should().NotBeNull();
        cost.Of(2).Should().BeNull("it is another kind of step");
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void The_cost_of_a_drafted_token_is_learned(double share)
    {
        var cost = new StepCost(1);
        Plain(cost, times: 10, milliseconds: 10);

        for (var step = 0; step < 40; step++)
            cost.Observe(generating: 1, drafted: 1 + (step % 8), Milliseconds(10 * (1 + ((1 + (step % 8)) * share))));

        cost.Of(1).Should().BeApproximately(share, 0.02);
    }

    [Fact]
    public void One_step_that_was_interrupted_changes_little()
    {
        var cost = new StepCost(1);
        Plain(cost, times: 100, milliseconds: 10);
        for (var step = 0; step < 40; step++)
            cost.Observe(1, 4, Milliseconds(30));

        cost.Observe(1, 0, Milliseconds(10_000));
        cost.Observe(1, 4, Milliseconds(10_000));

        cost.Of(1).Should().BeInRange(0.3, 0.75, "it was 0.5");
    }

    [Fact]
    public void A_cost_that_was_high_is_forgotten_slowly_so_that_it_is_measured_again()
    {
        var cost = new StepCost(1);
        Plain(cost, times: 10, milliseconds: 10);
        for (var step = 0; step < 40; step++)
            cost.Observe(1, 4, Milliseconds(100));
        var high = cost.Of(1)!.Value;

        Plain(cost, times: 20, milliseconds: 10);
        var soon = cost.Of(1)!.Value;
        Plain(cost, times: 1000, milliseconds: 10);

        high.Should().BeGreaterThan(1.5);
        soon.Should().BeGreaterThan(1.4, "it must not be tried all the time");
        cost.Of(1).Should().BeLessThan(0.6);
    }

    [Fact]
    public void Steps_that_all_become_slower_change_no_cost()
    {
        var cost = new StepCost(1);
        foreach (var slowdown in new[] { 1, 3, 1 })
        {
            for (var step = 0; step < 100; step++)
            {
                cost.Observe(1, 0, Milliseconds(10 * slowdown));
                cost.Observe(1, 4, Milliseconds(30 * slowdown));
            }

            cost.Of(1).Should().BeApproximately(0.5, 0.1);
        }
    }

    private static void Plain(StepCost cost, int times, double milliseconds)
    {
        for (var step = 0; step < times; step++)
            cost.Observe(generating: 1, drafted: 0, Milliseconds(milliseconds));
    }

    private static TimeSpan Milliseconds(double value) => TimeSpan.FromMilliseconds(value);
}
