using Edge.AI.Inference.Speculation;

namespace Edge.AI.Tests.Inference.Speculation;

public sealed class AcceptanceTests
{
    [Fact]
    public void A_longer_match_is_trusted_more_before_anything_was_seen()
    {
        var acceptance = new Acceptance();

        Enumerable.Range(2, 40).Select(acceptance.Of).Should().BeInAscendingOrder();
    }

    [Fact]
    public void Matches_that_mislead_lose_trust_and_others_keep_it()
    {
        var acceptance = new Acceptance();
        var (shortMatch, longMatch) = (acceptance.Of(2), acceptance.Of(20));

        for (var token = 0; token < 50; token++)
            acceptance.Observe(20, wasChosen: false);

        acceptance.Of(20).Should().BeLessThan(0.01).And.BeLessThan(longMatch);
        acceptance.Of(2).Should().Be(shortMatch);
    }

    [Fact]
    public void The_share_follows_what_is_chosen()
    {
        var acceptance = new Acceptance();

        for (var token = 0; token < 300; token++)
            acceptance.Observe(4, wasChosen: token % 4 != 0);

        acceptance.Of(4).Should().BeApproximately(0.75, 0.1);
    }

    [Fact]
    public void Another_request_begins_anew()
    {
        var acceptance = new Acceptance();
        var usual = acceptance.Of(9);
        acceptance.Observe(9, wasChosen: false);

        acceptance.Reset();

        acceptance.Of(9).Should().Be(usual);
    }
}
