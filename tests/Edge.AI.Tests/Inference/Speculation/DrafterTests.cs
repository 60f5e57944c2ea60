using Edge.AI.Inference.Speculation;

namespace Edge.AI.Tests.Inference.Speculation;

public sealed class DrafterTests
{
    private const int End = 99;

    private readonly Drafter _drafter = new(token => token == End);

    [Fact]
    public void A_prompt_that_repeats_itself_is_continued()
    {
        _drafter.Start([1, 2, 3, 4, 5, 6, 1, 2]);

        Drafted(most: 8).Should().Equal(3, 4, 5, 6, 1, 2, 3, 4);
    }

    [Fact]
    public void A_token_that_ends_the_answer_is_not_drafted()
    {
        _drafter.Start([1, 2, 3, End, 5, 6, 1, 2]);

        Drafted(most: 8).Should().Equal(3);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(3, 3)]
    [InlineData(100, 8)]
    public void No_more_tokens_are_drafted_than_there_is_room_for(int most, int drafted)
    {
        _drafter.Start([1, 2, 3, 4, 5, 6, 1, 2]);

        Drafted(most).Should().HaveCount(drafted);
    }

    [Fact]
    public void Every_further_token_is_less_certain()
    {
        _drafter.Start([1, 2, 3, 4, 5, 6, 1, 2]);
        _drafter.Offer(8);
        List<double> chances = [];
        for (; _drafter.NextChance > 0; _drafter.Take())
            chances.Add(_drafter.NextChance);

        chances.Should().HaveCount(8).And.BeInDescendingOrder();
    }

    [Fact]
    public void Tokens_that_were_not_drafted_teach_as_well()
    {
        int[] cycle = [1, 2, 3, 4, 5, 6, 7];
        _drafter.Start([.. cycle, 1, 2]);
        _drafter.Offer(1);
        var before = _drafter.NextChance;

        foreach (var token in cycle.Concat(cycle).Concat(cycle))
            _drafter.Observe(cycle[(token + 1) % cycle.Length]);
        _drafter.Offer(1);

        _drafter.NextChance.Should().BeGreaterThan(before);
    }

    private int[] Drafted(int most)
    {
        _drafter.Offer(most);
        while (_drafter.NextChance > 0)
            _drafter.Take();
        return _drafter.Draft.ToArray();
    }
}
