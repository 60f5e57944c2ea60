namespace Edge.AI.Inference.Speculation;

/// <summary>
/// How much longer a step takes with drafted tokens, learned from the steps of this machine. On a processor that is busy computing, a token costs about as much as the step without
/// it; where reading the weights takes most of the time, it costs almost nothing. The cost is not the same for each token: llama.cpp's matrix products take four tokens at a time,
/// so the first of four costs most and the last one least. Therefore each number of drafted tokens has an average of its own, which counts the more the more often it was seen
/// beside the average of all.
/// </summary>
/// <param name="sequences">The most tokens of a step without drafts.</param>
/// <param name="most">The most drafted tokens of a step.</param>
internal sealed class StepCost(int sequences, int most)
{
    /// <summary>How many steps without drafts must be seen before one with drafts is compared with them.</summary>
    private const int FewestSteps = 4;

    private const double LeastWeight = 0.1; // of the last step without drafts
    private const double Fading = 0.1; // of the earlier steps with drafts, at each new one
    private const double Relaxation = 0.004; // for each step without drafts, so that a cost that has fallen is noticed
    private const double FirstDrafted = 8; // how many drafted tokens the guess at the beginning counts as
    private const double LeastCost = 0.001;
    private const double MostCost = 2;
    private const double MostSteps = 8; // an average of one number of drafted tokens is over about this many steps
    private const double WeightOfAll = 2; // the average of all counts as this many steps
    private const double FewestKnown = 0.5;

    private readonly Estimate?[] _estimates = new Estimate?[sequences + 1];

    /// <summary>Whether enough steps of this many tokens were seen to compare drafts with them.</summary>
    public bool Knows(int generating) => _estimates[generating] is { Steps: >= FewestSteps };

    /// <summary>Whether such steps with exactly this many drafted tokens were seen of late.</summary>
    public bool Knows(int generating, int drafted) => _estimates[generating]!.Weights[drafted] >= FewestKnown;

    /// <summary>The time of a step with drafts, as a multiple of the time without them. The step must be known.</summary>
    public double Of(int generating, int drafted) => 1 + _estimates[generating]!.ExcessOf(drafted);

    /// <summary>Learns from a step.</summary>
    /// <param name="generating">The number of its tokens that were not drafted.</param>
    /// <param name="drafted">The number of its tokens that were drafted.</param>
    /// <param name="elapsed">How long it took.</param>
    public void Observe(int generating, int drafted, TimeSpan elapsed)
    {
        var estimate = _estimates[generating] ??= new(generating, most);
        if (drafted == 0)
            estimate.ObservePlain(elapsed.Ticks);
        else if (estimate.Steps >= FewestSteps)
            estimate.ObserveDrafted(drafted, elapsed.Ticks);
    }

    /// <summary>One kind of step: with a fixed number of tokens that are not drafted.</summary>
    private sealed class Estimate
    {
        /// <summary>What a token costs before any was seen: about as much as with a small model on a processor.</summary>
        private readonly double _usual;

        /// <summary>By how much steps with so many drafted tokens were longer, as a share of one without.</summary>
        private readonly double[] _excess;

        private double _ticks; // of a step without drafts
        private double _drafted = FirstDrafted; // the drafted tokens of all steps; the newer, the more they count
        private double _excessOfAll; // by how much these steps were longer, counted in the same way

        public Estimate(int generating, int most)
        {
            _usual = 1.0 / (1 + (2 * generating));
            _excessOfAll = FirstDrafted * _usual;
            (_excess, Weights) = (new double[most + 1], new double[most + 1]);
        }

        public int Steps { get; private set; }

        /// <summary>How many steps with so many drafted tokens were seen, at most <see cref="MostSteps"/>; with time they count less.</summary>
        public double[] Weights { get; }

        private double CostOfOne => Math.Clamp(_excessOfAll / _drafted, LeastCost, MostCost);

        public double ExcessOf(int drafted) =>
            ((_excess[drafted] * Weights[drafted]) + (drafted * CostOfOne * WeightOfAll)) / (Weights[drafted] + WeightOfAll);

        public void ObservePlain(long ticks)
        {
            var bounded = Steps == 0 ? ticks : Math.Min(ticks, 2 * _ticks); // a step that the system interrupted tells little
            _ticks += (bounded - _ticks) * Math.Max(LeastWeight, 1.0 / (Steps + 1));
            Steps = Math.Min(Steps + 1, FewestSteps + 100);
            _excessOfAll -= Math.Max(0, CostOfOne - _usual) * _drafted * Relaxation;
            foreach (ref var weight in Weights.AsSpan())
                weight *= 1 - Relaxation;
        }

        public void ObserveDrafted(int drafted, long ticks)
        {
            var excess = Math.Clamp((ticks / _ticks) - 1, 0, (2 * ExcessOf(drafted)) + 0.1);
            _excessOfAll += excess - (_excessOfAll * Fading);
            _drafted += drafted - (_drafted * Fading);
            Weights[drafted] = Math.Min(Weights[drafted] + 1, MostSteps);
            _excess[drafted] += (excess - _excess[drafted]) / Math.Max(1, Weights[drafted]);
        }
    }
}
