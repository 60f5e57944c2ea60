namespace Edge.AI.Bench.Inference.Measures;

/// <summary>What several rounds gave.</summary>
internal sealed record Spread(double Median, double Least, double Most)
{
    public static Spread Of(IReadOnlyCollection<double> values) => new(values.Median(), values.Min(), values.Max());
}
