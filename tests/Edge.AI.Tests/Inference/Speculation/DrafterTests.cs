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
        _drafter.Offer(8, Foretelling());
        List<double> chances = [];
        for (; _drafter.NextChance > 0; _drafter.Take())
            chances.Add(_drafter.NextChance);

        chances.Should().HaveCount(8).And.BeInDescendingOrder();
    }

    [Fact]
    public void The_tokens_to_expect_are_those_that_were_taken_and_not_put_back()
    {
        _drafter.Start([1, 2, 3, 4, 5, 6, 1, 2]);
        _drafter.Offer(8, Foretelling());
        var first = _drafter.NextChance;

        _drafter.Take();
        _drafter.Take();
        _drafter.PutBack();

        _drafter.Expected.Should().BeApproximately(1 + first, 1e-9);
        _drafter.Draft.ToArray().Should().Equal(3);
        _drafter.Drop();
        _drafter.Expected.Should().Be(1);
    }

    [Fact]
    public void Tokens_that_were_not_drafted_teach_as_well()
    {
        _drafter.Start([1, 2, 3, 4, 1, 2]);
        var before = NextChance();
        _drafter.Drop();

        foreach (var token in (int[])[3, 8, 1, 2]) // ends with a match of the same length
            _drafter.Observe(token);

        NextChance().Should().BeGreaterThan(before);
    }

    [Fact]
    public void What_one_request_taught_helps_the_next_one()
    {
        _drafter.Start([1, 2, 3, 4, 1, 2]);
        var before = NextChance();
        _drafter.Observe(3);

        _drafter.Start([1, 2, 3, 4, 1, 2]);

        NextChance().Should().BeGreaterThan(before);
    }

    [Fact]
    public void Tokens_that_the_grammar_foretells_go_before_repeated_ones()
    {
        _drafter.Start([1, 2, 3, 4, 5, 6, 1, 2]);

        Drafted(most: 8, Foretelling(7, 8)).Should().Equal(7, 8);
    }

    [Fact]
    public void A_model_that_divides_the_foretold_text_in_another_way_lowers_their_chance()
    {
        _drafter.Start([1, 2, 3]);
        List<double> chances = [];
        for (var round = 0; round < 3; round++)
        {
            _drafter.Offer(8, Foretelling(7, 8));
            chances.Add(_drafter.NextChance);
            _drafter.Observe(9);
        }

        chances.Should().BeInDescendingOrder().And.OnlyHaveUniqueItems();
    }

    [Fact]
    public void Every_foretold_token_that_was_chosen_raises_their_chance()
    {
        _drafter.Start([1, 2, 3]);
        _drafter.Offer(8, Foretelling(7, 8));
        var before = _drafter.NextChance;
        _drafter.Observe(7);
        _drafter.Offer(8, Foretelling(8));
        var one = _drafter.NextChance;
        _drafter.Offer(8, Foretelling(7, 8));
        _drafter.Observe(7);
        _drafter.Observe(8);
        _drafter.Observe(9); // behind the foretold ones
        _drafter.Offer(8, Foretelling(7));

        one.Should().BeGreaterThan(before);
        _drafter.NextChance.Should().BeGreaterThan(one);
    }

    [Fact]
    public void Behind_repeated_tokens_come_those_that_the_grammar_foretells_there()
    {
        _drafter.Start([1, 2, 3, 4, 5, 6, 1, 2]);

        Drafted(most: 8, new Foretold(After: [3, 4], Tokens: [7, 8])).Should().Equal(3, 4, 7, 8);
    }

    [Fact]
    public void Behind_foretold_tokens_come_those_that_followed_them_the_last_time()
    {
        _drafter.Start([7, 8, 30, 31, 1, 2]);

        Drafted(most: 4, Foretelling(7, 8)).Should().Equal(7, 8, 30, 31);
    }

    [Fact]
    public void What_was_only_guessed_is_not_part_of_the_sequence()
    {
        _drafter.Start([1, 2, 3, 4, 1, 2]);
        _drafter.Offer(8, Foretelling(7, 8, 9));
        _drafter.Observe(7);
        _drafter.Observe(8);

        Drafted(most: 8).Should().BeEmpty("9 followed 7 and 8 only in a guess");
    }

    [Fact]
    public void The_last_repeated_token_must_be_allowed_as_well()
    {
        _drafter.Start([1, 2, 3, 4, 5, 6, 1, 2]);

        Drafted(most: 3, new Foretold(After: [], Tokens: [], Wrong: 5)).Should().Equal(3, 4);
    }

    [Fact]
    public void Foretold_tokens_behind_repeated_ones_teach_as_well()
    {
        _drafter.Start([1, 2, 3, 4, 5, 6, 1, 2]);
        _drafter.Offer(8, Foretelling(7));
        var before = _drafter.NextChance;
        _drafter.Offer(8, new Foretold(After: [3, 4], Tokens: [7, 8]));
        foreach (var token in (int[])[3, 4, 7, 8])
            _drafter.Observe(token);
        _drafter.Offer(8, Foretelling(7));

        _drafter.NextChance.Should().BeGreaterThan(before);
    }

    [Fact]
    public void A_repeated_token_that_the_grammar_does_not_allow_is_not_drafted()
    {
        _drafter.Start([1, 2, 3, 4, 5, 6, 1, 2]);

        Drafted(most: 8, new Foretold(After: [], Tokens: [], Wrong: 5)).Should().Equal(3, 4);
    }

    private static Foretold Foretelling(params int[] tokens) => new([], tokens);

    private double NextChance()
    {
        _drafter.Offer(1, Foretelling());
        return _drafter.NextChance;
    }

    private int[] Drafted(int most, Foretold? foresight = null)
    {
        _drafter.Offer(most, foresight ?? Foretelling());
        while (_drafter.NextChance > 0)
            _drafter.Take();
        return _drafter.Draft.ToArray();
    }

    /// <summary>Foretells tokens behind one draft.</summary>
    private sealed record Foretold(int[] After, int[] Tokens, int? Wrong = null) : IForesight
    {
        public int? Foretell(ReadOnlySpan<int> draft, Span<int> tokens)
        {
            if (Wrong is { } wrong && draft.Contains(wrong))
                return null;
            if (!draft.SequenceEqual(After))
                return 0;

            Tokens.CopyTo(tokens);
            return Tokens.Length;
        }
    }
}
