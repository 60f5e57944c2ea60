namespace Edge.AI.Inference.Threading;

/// <summary>
/// A trial of another number of threads. Of steps of the same length, those with that number and those with the usual one take turns, so that both meet the same machine,
/// until one number has clearly won time. All times are in seconds.
/// </summary>
internal sealed class ThreadTrial(int challenger, int usual)
{
    /// <summary>The most pairs of steps. After them, a small lead decides.</summary>
    private const int MostPairs = 24;
    private const double SmallLead = 0.25;

    /// <summary>The lead that decides. The bounds in steps apply if steps are much shorter or longer.</summary>
    private const double Stake = 0.1;
    private const double LeastStake = 0.25;
    private const double MostStake = 1;

    /// <summary>What one pair may add to the lead, in steps: less than the stake of short steps, so that one disturbed step decides nothing.</summary>
    private const double MostOfOnePair = 0.75;

    private double _lead;
    private int _pairs;
    private readonly Dictionary<int, double> _opened = []; // the challenger's time for a token, for each length with which it was the last in turn

    /// <summary>The number of threads on trial.</summary>
    public int Challenger => challenger;

    /// <summary>Whether nothing had shown before that another number may be better.</summary>
    public bool IsExploration { get; init; }

    /// <summary>Whether the challenger has won, and becomes the usual number.</summary>
    public bool IsWon { get; private set; }

    /// <summary>Whether the challenger has lost, or is as good as the usual number.</summary>
    public bool IsLost { get; private set; }

    /// <summary>What the steps of the challenger have cost so far; negative if they have saved time.</summary>
    public double Loss { get; private set; }

    /// <summary>The number of threads of the next step.</summary>
    public int Threads(int tokens) => _opened.ContainsKey(StepRates.ShapeOf(tokens)) ? usual : challenger;

    /// <summary>How long the next step takes with the smaller number of threads; null if it has the smaller number itself.</summary>
    /// <param name="tokens">The tokens of the step.</param>
    /// <param name="expected">How long it takes with the usual number of threads.</param>
    public double? TimeWithFewer(int tokens, double expected) => _opened.TryGetValue(StepRates.ShapeOf(tokens), out var challenged)
        ? challenger < usual ? challenged * tokens : null
        : usual < challenger ? expected : null;

    /// <summary>Adds a step that had the number of threads of <see cref="Threads"/>.</summary>
    public void Add(int tokens, double seconds, bool isAborted)
    {
        var shape = StepRates.ShapeOf(tokens);
        if (_opened.Remove(shape, out var challenged))
        {
            Compare(challenged * tokens, seconds);
        }
        else if (isAborted)
            (Loss, IsLost) = (Loss + seconds, true);
        else
            _opened[shape] = seconds / tokens;
    }

    private void Compare(double challenged, double usually)
    {
        var step = Math.Min(challenged, usually);
        var stake = step * Math.Clamp(Stake / step, LeastStake, MostStake);
        var lost = challenged - usually;
        Loss += lost;
        _lead -= Math.Clamp(lost, -MostOfOnePair * step, MostOfOnePair * step);
        var isLast = ++_pairs == MostPairs;
        IsWon = _lead >= (isLast ? SmallLead * stake : stake);
        IsLost = !IsWon && (isLast || _lead <= -stake);
    }
}
