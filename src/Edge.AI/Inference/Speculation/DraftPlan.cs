using System.Runtime.InteropServices;

namespace Edge.AI.Inference.Speculation;

/// <summary>
/// Decides how many drafted tokens a step takes: as many as give the most tokens per second, of all slots together, without making one of the slots slower.
/// </summary>
/// <param name="generating">The number of slots that generate, each with one token of its own.</param>
[StructLayout(LayoutKind.Auto)]
internal struct DraftPlan(int generating)
{
    /// <summary>By how much a slot may become slower through the drafts of others.</summary>
    public const double LongestDelay = 0.03;

    /// <summary>Drafts that are expected to gain less than this are not taken, because chances and times are estimates.</summary>
    private const double LeastGain = 0.1;

    private double _tokens = generating;
    private double _most = generating * (1 + LeastGain);
    private int _considered;

    /// <summary>How many of the considered tokens the step should take.</summary>
    public int Drafted { get; private set; }

    /// <summary>Considers one more drafted token.</summary>
    /// <param name="chance">The probability that it is accepted.</param>
    /// <param name="least">The number of tokens that the step is then expected to give to the slot that gets the fewest.</param>
    /// <param name="time">The time of the step with this token and all before it, as a multiple of the time without drafts.</param>
    public void Consider(double chance, double least, double time)
    {
        _tokens += chance;
        _considered++;
        if (_tokens / time <= _most || time > least * (1 + LongestDelay))
            return;

        (_most, Drafted) = (_tokens / time, _considered);
    }
}
