using Edge.AI.Inference.Speculation;

namespace Edge.AI.Tests.Inference.Speculation;

public sealed class DraftPlanTests
{
    [Theory]
    [InlineData(0.95, 0.5)]
    [InlineData(0.8, 0.5)]
    [InlineData(0.6, 0.5)]
    [InlineData(0.5, 0.5)]
    [InlineData(0.3, 0.1)]
    [InlineData(0.9, 0.05)]
    [InlineData(0.9, 1)]
    public void One_slot_drafts_as_many_tokens_as_give_the_most_tokens_per_second(double acceptance, double cost)
    {
        var plan = new DraftPlan(generating: 1, cost, room: 8, leastChance: acceptance);
        var taken = 0;
        while (plan.TryTake(Math.Pow(acceptance, taken + 1)))
            taken++;

        var best = Enumerable.Range(0, 9).MaxBy(length => Enumerable.Range(0, length + 1).Sum(token => Math.Pow(acceptance, token)) / (1 + (length * cost)));
        taken.Should().Be(best);
    }

    [Fact]
    public void A_slot_without_a_draft_is_not_made_slower_by_the_drafts_of_others()
    {
        var plan = new DraftPlan(generating: 2, cost: 0.3, room: 16, leastChance: 0);

        plan.TryTake(1).Should().BeFalse();
    }

    [Fact]
    public void Where_drafts_cost_almost_nothing_a_slot_without_one_waits_at_most_a_little_for_others()
    {
        var plan = new DraftPlan(generating: 2, cost: 0.005, room: 16, leastChance: 0);

        Taken(ref plan, 0.9).Should().Be(6, "these are 3 % of the step");
    }

    [Fact]
    public void Slots_that_all_have_good_drafts_share_the_room()
    {
        var plan = new DraftPlan(generating: 2, cost: 0.1, room: 16, leastChance: 0.9);

        Taken(ref plan, 0.9).Should().Be(16);
    }

    [Fact]
    public void The_more_slots_generate_the_better_a_draft_must_be()
    {
        var (alone, among) = (new DraftPlan(1, cost: 0.5, room: 8, leastChance: 0.7), new DraftPlan(4, cost: 0.2, room: 8, leastChance: 0.7));

        (alone.TryTake(0.7), among.TryTake(0.7)).Should().Be((true, false));
    }

    private static int Taken(ref DraftPlan plan, double chance)
    {
        var taken = 0;
        while (plan.TryTake(chance))
            taken++;
        return taken;
    }
}
