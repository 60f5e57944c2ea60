using Edge.AI.Inference.Speculation;

namespace Edge.AI.Tests.Inference.Speculation;

public sealed class AcceptanceTests
{
    [Fact]
    public void A_longer_match_is_trusted_more_before_anything_was_seen()
    {
        var acceptance = new Acceptance();

        foreach (var isContested in new[] { false, true })
            Enumerable.Range(2, 40).Select(length => acceptance.Of(length, isContested)).Should().BeInAscendingOrder();
    }

    [Fact]
    public void Matches_that_mislead_lose_trust_and_others_keep_it()
    {
        var acceptance = new Acceptance();
        var (shortMatch, longMatch) = (acceptance.Of(2, isContested: false), acceptance.Of(20, isContested: false));

        for (var token = 0; token < 50; token++)
            acceptance.Observe(20, isContested: false, wasChosen: false);

        acceptance.Of(20, isContested: false).Should().BeLessThan(0.01).And.BeLessThan(longMatch);
        acceptance.Of(2, isContested: false).Should().Be(shortMatch);
    }

    [Fact]
    public void The_share_follows_what_is_chosen()
    {
        var acceptance = new Acceptance();

        for (var token = 0; token < 300; token++)
            acceptance.Observe(4, isContested: false, wasChosen: token % 4 != 0);

        acceptance.Of(4, isContested: false).Should().BeApproximately(0.75, 0.1);
    }

    [Fact]
    public void A_contested_token_is_trusted_less_and_learned_apart()
    {
        var acceptance = new Acceptance();
        var agreed = acceptance.Of(9, isContested: false);
        acceptance.Of(9, isContested: true).Should().BeLessThan(agreed);

        for (var token = 0; token < 50; token++)
            acceptance.Observe(9, isContested: true, wasChosen: false);

        acceptance.Of(9, isContested: true).Should().BeLessThan(0.01);
        acceptance.Of(9, isContested: false).Should().Be(agreed);
    }
}
