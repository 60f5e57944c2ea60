namespace Edge.AI.Inference.Speculation;

/// <summary>
/// How often the token behind a match was the token that the model chose, by the length of the match. It learns from every token of a request, also from those that were not
/// drafted, so that finding out costs nothing.
/// </summary>
internal sealed class Acceptance
{
    private const double Weight = 0.1; // of the last token

    // Where they begin: the shares that long answers of a small model showed, for free text and for repetitions together.
    private static readonly double[] s_usual = [0.4, 0.5, 0.6, 0.7, 0.8, 0.85];

    private readonly double[] _shares = new double[s_usual.Length];

    public Acceptance() => Reset();

    /// <summary>Forgets the last request.</summary>
    public void Reset() => s_usual.CopyTo(_shares, 0);

    /// <summary>The probability that the model chooses the token behind a match of this length.</summary>
    public double Of(int matchLength) => _shares[Class(matchLength)];

    /// <summary>Learns whether the model chose the token behind a match.</summary>
    public void Observe(int matchLength, bool wasChosen)
    {
        ref var share = ref _shares[Class(matchLength)];
        share += ((wasChosen ? 1 : 0) - share) * Weight;
    }

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
