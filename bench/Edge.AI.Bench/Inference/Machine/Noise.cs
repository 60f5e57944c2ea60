using System.Globalization;

namespace Edge.AI.Bench.Inference.Machine;

/// <summary>What else happened on the machine during a measurement, as shares of all its cores (0 to 1).</summary>
/// <param name="Others">The share that processes of others used.</param>
/// <param name="Stolen">The share that the hypervisor gave to other machines.</param>
internal sealed record Noise(double Others, double Stolen)
{
    /// <summary>Above this share of the machine, a round is repeated.</summary>
    public const double Limit = 0.05;

    public double Share => Others + Stolen;

    public bool IsQuiet => Share <= Limit;

    public static Noise Between(CpuSample from, CpuSample to, int cores)
    {
        var capacity = (to.Time - from.Time) * cores;
        return new(Math.Max(0, to.Busy - from.Busy - (to.Own - from.Own)) / capacity, (to.Stolen - from.Stolen) / capacity);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"others used {Others * 100:0.0} % of the machine, {Stolen * 100:0.0} % was stolen");
}
