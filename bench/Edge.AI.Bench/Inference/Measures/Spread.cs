namespace Edge.AI.Bench.Inference.Measures;

/// <summary>The results of several rounds.</summary>
internal sealed record Spread(double Median, double Least, double Most)
{
    public static Spread Of(IReadOnlyCollection<double> values) => new(values.Median(), values.Min(), values.Max());
}
