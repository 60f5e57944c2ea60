using Edge.AI.Inference.Threading;

namespace Edge.AI.Tests.Inference.Threading;

public sealed class StepRatesTests
{
    private readonly StepRates _rates = new();

    [Fact]
    public void A_step_of_a_new_length_is_expected_to_take_as_long_for_each_token_as_a_shorter_one()
    {
        _rates.Learn(tokens: 4, seconds: 0.4);
        _rates.Learn(tokens: 32, seconds: 1.6);

        _rates.Expect(4).Should().BeApproximately(0.4, 1e-9);
        _rates.Expect(16).Should().BeApproximately(1.6, 1e-9);
        _rates.Expect(100).Should().BeApproximately(5, 1e-9);
    }

    [Fact]
    public void A_step_that_is_shorter_than_all_others_has_no_expected_time()
    {
        _rates.Learn(tokens: 4, seconds: 0.4);

        _rates.Expect(3).Should().BeNull();
    }

    [Fact]
    public void A_step_is_known_after_two_of_its_length()
    {
        _rates.Learn(tokens: 4, seconds: 0.4);
        _rates.Know(4).Should().BeFalse();

        _rates.Learn(tokens: 4, seconds: 0.4);
        _rates.Know(4).Should().BeTrue();

        _rates.Restart();
        _rates.Know(4).Should().BeFalse();
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(8, 7)]
    [InlineData(9, 8)]
    [InlineData(11, 8)]
    [InlineData(12, 9)]
    [InlineData(15, 9)]
    [InlineData(16, 10)]
    [InlineData(int.MaxValue, 63)]
    public void Lengths_above_eight_share_two_classes_for_each_power_of_two(int tokens, int expected) => StepRates.ShapeOf(tokens).Should().Be(expected);
}
