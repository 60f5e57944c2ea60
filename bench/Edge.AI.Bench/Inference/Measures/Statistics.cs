namespace Edge.AI.Bench.Inference.Measures;

internal static class Statistics
{
    public static double Median(this IEnumerable<double> values) => values.Percentile(0.5);

    /// <summary>The quantile: the value below which the given share of all values lies, interpolated between neighbours.</summary>
    /// <param name="values">At least one value, in any order.</param>
    /// <param name="share">From 0 to 1.</param>
    public static double Percentile(this IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        if (sorted.Length == 0)
            throw new ArgumentException("A percentile needs at least one value.", nameof(values));

        var position = share * (sorted.Length - 1);
        var (below, above) = (sorted[(int)position], sorted[(int)Math.Ceiling(position)]);
        return below + (above - below) * (position - Math.Floor(position));
    }
}
