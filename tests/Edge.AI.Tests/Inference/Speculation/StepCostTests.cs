using Edge.AI.Inference.Speculation;

namespace Edge.AI.Tests.Inference.Speculation;

public sealed class StepCostTests
{
    /// <summary>SmolLM2-135M, Q8_0, two threads: steps of 2 to 9 tokens, compared with one of a single token.</summary>
    private static readonly double[] Times = [1.87, 2.20, 2.52, 3.09, 3.32, 3.57, 3.59, 4.21];

    [Fact]
    public void A_cost_is_unknown_until_some_steps_without_drafts_were_seen()
    {
        var cost = new StepCost(2, most: 8);
        cost.Knows(1).Should().BeFalse();

        Plain(cost, times: 4, milliseconds: 10);

        cost.Knows(1).Should().BeTrue();
        cost.Knows(2).Should().BeFalse("it is another kind of step");
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void The_cost_of_a_drafted_token_is_learned(double share)
    {
        var cost = new StepCost(1, most: 8);
        Plain(cost, times: 10, milliseconds: 10);

        for (var step = 0; step < 40; step++)
            cost.Observe(generating: 1, drafted: 1 + (step % 8), Milliseconds(10 * (1 + ((1 + (step % 8)) * share))));

        for (var drafted = 1; drafted <= 8; drafted++)
            cost.Of(1, drafted).Should().BeApproximately(1 + (drafted * share), 0.04 * drafted);
    }

    [Fact]
    public void Each_number_of_drafted_tokens_has_a_cost_of_its_own()
    {
        var cost = new StepCost(1, most: 8);
        Plain(cost, times: 10, milliseconds: 10);
        for (var step = 0; step < 80; step++)
            cost.Observe(generating: 1, drafted: 1 + (step % 8), Milliseconds(10 * Times[step % 8]));

        for (var drafted = 1; drafted <= 8; drafted++)
            cost.Of(1, drafted).Should().BeApproximately(Times[drafted - 1], 0.15);
        cost.Of(1, 7).Should().BeApproximately(cost.Of(1, 6), 0.3, "the eighth token of the step costs almost nothing");
    }

    [Fact]
    public void A_number_of_drafted_tokens_that_was_not_seen_costs_what_the_others_did_on_average()
    {
        var cost = new StepCost(1, most: 8);
        Plain(cost, times: 10, milliseconds: 10);
        for (var step = 0; step < 80; step++)
            cost.Observe(1, drafted: 4, Milliseconds(30));

        cost.Of(1, 8).Should().BeApproximately(5, 0.1);
        (cost.Knows(1, 4), cost.Knows(1, 8)).Should().Be((true, false));
    }

    [Fact]
    public void One_step_that_was_interrupted_changes_little()
    {
        var cost = new StepCost(1, most: 8);
        Plain(cost, times: 100, milliseconds: 10);
        for (var step = 0; step < 40; step++)
            cost.Observe(1, 4, Milliseconds(30));

        cost.Observe(1, 0, Milliseconds(10_000));
        cost.Observe(1, 4, Milliseconds(10_000));

        cost.Of(1, 4).Should().BeInRange(2.2, 4, "it was 3");
    }

    [Fact]
    public void A_cost_that_was_high_is_forgotten_slowly_so_that_it_is_measured_again()
    {
        var cost = new StepCost(1, most: 8);
        Plain(cost, times: 10, milliseconds: 10);
        for (var step = 0; step < 40; step++)
            cost.Observe(1, 4, Milliseconds(100));
        var high = cost.Of(1, 4);

        Plain(cost, times: 20, milliseconds: 10);
        var soon = cost.Of(1, 4);
        Plain(cost, times: 1000, milliseconds: 10);

        high.Should().BeGreaterThan(7);
        soon.Should().BeGreaterThan(6.6, "it must not be tried all the time");
        cost.Of(1, 4).Should().BeLessThan(4, "four certain tokens and the one without a draft pay again");
    }

    [Fact]
    public void Steps_that_all_become_slower_change_no_cost()
    {
        var cost = new StepCost(1, most: 8);
        foreach (var slowdown in new[] { 1, 3, 1 })
        {
            for (var step = 0; step < 100; step++)
            {
                cost.Observe(1, 0, Milliseconds(10 * slowdown));
                cost.Observe(1, 4, Milliseconds(30 * slowdown));
            }

            cost.Of(1, 4).Should().BeApproximately(3, 0.4);
        }
    }

    private static void Plain(StepCost cost, int times, double milliseconds)
    {
        for (var step = 0; step < times; step++)
            cost.Observe(generating: 1, drafted: 0, Milliseconds(milliseconds));
    }

    private static TimeSpan Milliseconds(double value) => TimeSpan.FromMilliseconds(value);
}
