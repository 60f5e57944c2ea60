using System.Runtime.InteropServices;

namespace Edge.AI.Inference.Speculation;

/// <summary>
/// How much longer a step takes with drafted tokens, learned from the steps of this machine. The cost of one drafted token is a share of the same step without drafts: on a
/// processor that is busy computing it is near 1 / (tokens of the step), where reading the weights takes most of the time it is near 0.
/// </summary>
/// <param name="sequences">The most tokens of a step without drafts.</param>
internal sealed class StepCost(int sequences)
{
    /// <summary>How many steps without drafts must be seen before one with drafts is compared with them.</summary>
    private const int FewestSteps = 4;

    private const double LeastWeight = 0.1; // of the last step without drafts
    private const double Fading = 0.1; // of the earlier steps with drafts, at each new one
    private const double Relaxation = 0.004; // for each step without drafts, so that a cost that has fallen is noticed
    private const double FirstDrafted = 8; // how many drafted tokens the guess at the beginning counts as
    private const double LeastCost = 0.001;
    private const double MostCost = 2;

    private readonly Estimate[] _estimates = new Estimate[sequences + 1];

    /// <summary>The cost of one drafted token in a step of this many other tokens; null if it is not known yet.</summary>
    public double? Of(int generating) => _estimates[generating] is { Steps: >= FewestSteps } estimate ? estimate.Cost : null;

    /// <summary>Learns from a step.</summary>
    /// <param name="generating">The number of its tokens that were not drafted.</param>
    /// <param name="drafted">The number of its tokens that were drafted.</param>
    /// <param name="elapsed">How long it took.</param>
    public void Observe(int generating, int drafted, TimeSpan elapsed)
    {
        ref var estimate = ref _estimates[generating];
        if (drafted == 0)
            ObservePlain(ref estimate, elapsed.Ticks, Usual(generating));
        else if (estimate.Steps >= FewestSteps)
            ObserveDrafted(ref estimate, drafted, elapsed.Ticks);
    }

    /// <summary>What a token costs where reading the weights takes as long as computing one token.</summary>
    private static double Usual(int generating) => 1.0 / (1 + generating);

    private static void ObservePlain(ref Estimate estimate, long ticks, double usual)
    {
        if (estimate.Steps == 0)
            (estimate.Ticks, estimate.Drafted, estimate.Excess) = (ticks, FirstDrafted, FirstDrafted * usual);

        var bounded = Math.Min(ticks, 2 * estimate.Ticks); // a step that the system interrupted tells little
        estimate.Ticks += (bounded - estimate.Ticks) * Math.Max(LeastWeight, 1.0 / (estimate.Steps + 1));
        estimate.Excess -= Math.Max(0, estimate.Cost - usual) * estimate.Drafted * Relaxation;
        estimate.Steps = Math.Min(estimate.Steps + 1, FewestSteps + 100);
    }

    private static void ObserveDrafted(ref Estimate estimate, int drafted, long ticks)
    {
        var expected = drafted * estimate.Cost;
        var excess = Math.Clamp((ticks / estimate.Ticks) - 1, 0, (2 * expected) + 0.1);
        estimate.Excess += excess - (estimate.Excess * Fading);
        estimate.Drafted += drafted - (estimate.Drafted * Fading);
    }

    /// <summary>One kind of step: with a fixed number of tokens that are not drafted.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct Estimate
    {
        public int Steps;
        public double Ticks; // of a step without drafts
        public double Excess; // by how much the steps with drafts were longer, as shares of one without; the newer, the more it counts
        public double Drafted; // their drafted tokens, counted in the same way

        public readonly double Cost => Math.Clamp(Excess / Drafted, LeastCost, MostCost);
    }
}
