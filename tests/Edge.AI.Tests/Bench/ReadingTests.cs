using Edge.AI.Bench.Inference.Contestants;
using Edge.AI.Bench.Inference.Measures;

namespace Edge.AI.Tests.Bench;

public class ReadingTests
{
    [Fact]
    public void Generation_counts_only_while_all_requests_generate()
    {
        var early = Answer(0, 100, 200, 300, 400, 500);
        var late = Answer(0, 300, 400, 500, 600, 700);

        // from 300 to 500 ms, two requests generate two tokens each
        Reading.GenerationRate(new([early, late])).Should().BeApproximately(20, 1e-9);
    }

    [Fact]
    public void Tokens_without_text_of_their_own_count_as_well() =>
        Reading.GenerationRate(new([new(0, [0, 200, 400], PromptTokens: 1, CachedTokens: 0, Tokens: 6)])).Should().BeApproximately(10, 1e-9);

    [Fact]
    public void Requests_that_never_generate_together_count_over_their_whole_time() =>
        Reading.GenerationRate(new([Answer(0, 100, 200), Answer(0, 300, 400)])).Should().BeApproximately(10, 1e-9);

    [Fact]
    public void Requests_with_one_token_have_no_rate() =>
        FluentActions.Invoking(() => Reading.GenerationRate(new([Answer(0, 100)]))).Should().Throw<InvalidOperationException>();

    [Fact]
    public void Prefill_counts_uncached_tokens_until_the_last_first_token()
    {
        var one = new Answer(Started: 10, [110], PromptTokens: 60, CachedTokens: 20, Tokens: 1);
        var other = new Answer(Started: 10, [210], PromptTokens: 60, CachedTokens: 0, Tokens: 1);

        Reading.PrefillRate(new([one, other])).Should().BeApproximately(500, 1e-9);
    }

    [Fact]
    public void Gaps_are_those_that_overlap_with_the_period() =>
        Reading.Gaps(Answer(0, 0, 10, 30, 60, 100), from: 15, to: 55).Should().Equal(20, 30);

    [Fact]
    public void Managed_bytes_are_divided_by_the_number_of_tokens_and_unknown_ones_stay_unknown()
    {
        Reading.BytesPerToken(new([Answer(0, 1, 2), Answer(0, 1, 2)], AllocatedBytes: 1000)).Should().Be(250);
        Reading.BytesPerToken(new([Answer(0, 1, 2)])).Should().BeNull();
    }

    private static Answer Answer(double started, params double[] times) => new(started, times, PromptTokens: 1, CachedTokens: 0, times.Length);
}
