namespace Edge.AI.Inference.Speculation;

/// <summary>
/// How often a guessed token was the token that the model chose. It learns from every token of all answers of a slot, because the requests of an app are often alike; also from
/// those that were not drafted, so that finding out costs nothing.
/// </summary>
internal sealed class Acceptance
{
    private const double Weight = 0.1; // of the last token

    // Where they begin: the shares that long answers of a small model showed, for free text and for repetitions together.
    private readonly double[] _agreed = [0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
    private readonly double[] _contested = [0.2, 0.3, 0.4, 0.5, 0.6, 0.8];

    /// <summary>The probability that the model chooses a token that its grammar foretells. It may divide the same text into other tokens.</summary>
    public double OfForetold { get; private set; } = 0.8;

    /// <summary>The probability that the model chooses the token behind a match.</summary>
    /// <param name="matchLength">The length of the match, in tokens.</param>
    /// <param name="isContested">Whether another token followed elsewhere.</param>
    public double Of(int matchLength, bool isContested) => Shares(isContested)[Class(matchLength)];

    /// <summary>Learns whether the model chose the token behind a match.</summary>
    public void Observe(int matchLength, bool isContested, bool wasChosen)
    {
        ref var share = ref Shares(isContested)[Class(matchLength)];
        share = After(share, wasChosen);
    }

    /// <summary>Learns whether the model chose a token that its grammar foretold.</summary>
    public void ObserveForetold(bool wasChosen) => OfForetold = After(OfForetold, wasChosen);

    private double[] Shares(bool isContested) => isContested ? _contested : _agreed;

    private static double After(double share, bool wasChosen) => share + (((wasChosen ? 1 : 0) - share) * Weight);

    private static int Class(int matchLength) => matchLength switch
    {
        <= 2 => 0,
        3 => 1,
        <= 5 => 2,
        <= 8 => 3,
        <= 15 => 4,
        _ => 5,
    };
}
