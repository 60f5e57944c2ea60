using Edge.AI.Bench.Inference.Measures;

namespace Edge.AI.Tests.Bench;

public class StatisticsTests
{
    [Theory]
    [InlineData(new double[] { 7 }, 7)]
    [InlineData(new double[] { 9, 1, 5 }, 5)]
    [InlineData(new double[] { 4, 1, 100, 2 }, 3)]
    public void The_median_is_the_middle_value_or_the_mean_of_the_two_middle_values(double[] values, double median) => values.Median().Should().Be(median);

    [Fact]
    public void A_percentile_is_interpolated_between_its_neighbours()
    {
        var values = Enumerable.Range(0, 101).Select(value => (double)value).Reverse().ToArray();

        values.Percentile(0.95).Should().BeApproximately(95, 1e-9);
        new double[] { 10, 20 }.Percentile(0.25).Should().BeApproximately(12.5, 1e-9);
        values.Percentile(0).Should().Be(0);
        values.Percentile(1).Should().Be(100);
    }

    [Fact]
    public void The_median_of_no_values_is_refused() => FluentActions.Invoking(() => Array.Empty<double>().Median()).Should().Throw<ArgumentException>();
}
