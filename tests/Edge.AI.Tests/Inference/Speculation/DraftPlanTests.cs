using Edge.AI.Inference.Speculation;

namespace Edge.AI.Tests.Inference.Speculation;

public sealed class DraftPlanTests
{
    [Theory]
    [InlineData(0.95, 0.5)]
    [InlineData(0.8, 0.5)]
    [InlineData(0.6, 0.3)]
    [InlineData(0.3, 0.1)]
    [InlineData(0.9, 0.05)]
    public void One_slot_drafts_as_many_tokens_as_give_the_most_tokens_per_second(double acceptance, double cost)
    {
        var plan = new DraftPlan(generating: 1);
        Consider(ref plan, acceptance, [.. Enumerable.Range(1, 8).Select(token => 1 + (token * cost))]);

        var best = Enumerable.Range(0, 9).MaxBy(length => Enumerable.Range(0, length + 1).Sum(token => Math.Pow(acceptance, token)) / (1 + (length * cost)));
        plan.Drafted.Should().Be(best);
    }

    [Theory]
    [InlineData(0.6, 0.5)] // 1.6 tokens in 1.5 times the time
    [InlineData(0.5, 0.5)]
    [InlineData(0.9, 1)]
    public void Where_the_gain_is_uncertain_nothing_is_drafted(double acceptance, double cost)
    {
        var plan = new DraftPlan(generating: 1);
        Consider(ref plan, acceptance, [.. Enumerable.Range(1, 8).Select(token => 1 + (token * cost))]);

        plan.Drafted.Should().Be(0);
    }

    [Fact]
    public void A_dear_first_token_pays_if_cheap_ones_follow()
    {
        double[] times = [1.95, 2.2, 2.5, 3.1]; // of four tokens that are computed together, the first one costs most

        Drafted(0.9).Should().Be(3, "one token alone would not pay: 1.9 tokens in 1.95 times the time");
        Drafted(0.6).Should().Be(0);

        int Drafted(double acceptance)
        {
            var plan = new DraftPlan(generating: 1);
            Consider(ref plan, acceptance, times);
            return plan.Drafted;
        }
    }

    [Fact]
    public void A_slot_without_a_draft_is_not_made_slower_by_the_drafts_of_others()
    {
        var plan = new DraftPlan(generating: 2);

        plan.Consider(chance: 1, least: 1, time: 1.3);

        plan.Drafted.Should().Be(0);
    }

    [Fact]
    public void A_slot_with_a_poor_draft_is_not_made_slower_by_better_ones()
    {
        var plan = new DraftPlan(generating: 2);

        for (var token = 1; token <= 8; token++)
            plan.Consider(chance: 0.9, least: 1.5, time: 1 + (token * 0.2));

        plan.Drafted.Should().Be(2, "a third token takes the step to 1.6 times, for 1.5 tokens");
    }

    [Fact]
    public void Where_drafts_cost_almost_nothing_a_slot_without_one_waits_at_most_a_little_for_others()
    {
        var plan = new DraftPlan(generating: 2);

        for (var token = 1; token <= 16; token++)
            plan.Consider(chance: 0.9, least: 1, time: 1 + (token * 0.00499));

        plan.Drafted.Should().Be(6, "these are 3 % of the step");
    }

    [Fact]
    public void The_more_slots_generate_the_better_a_draft_must_be()
    {
        var (alone, among) = (new DraftPlan(generating: 1), new DraftPlan(generating: 4));

        alone.Consider(chance: 0.7, least: 1.7, time: 1.5);
        among.Consider(chance: 0.7, least: 1.7, time: 1.2);

        (alone.Drafted, among.Drafted).Should().Be((1, 0));
    }

    private static void Consider(ref DraftPlan plan, double acceptance, double[] times)
    {
        var expected = 1.0;
        foreach (var (at, time) in times.Index())
        {
            var chance = Math.Pow(acceptance, at + 1);
            plan.Consider(chance, expected += chance, time);
        }
    }
}
