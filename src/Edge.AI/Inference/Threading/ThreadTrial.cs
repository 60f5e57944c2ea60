namespace Edge.AI.Inference.Threading;

/// <summary>
/// A trial of another number of threads. Of steps of the same length, those with that number and those with the usual one take turns, so that both meet the same machine,
/// until one number has clearly won time. All times are in seconds.
/// </summary>
internal sealed class ThreadTrial(int challenger, int usual)
{
    /// <summary>The most steps. After them, a small lead decides.</summary>
    private const int MostSteps = 48;
    private const double SmallLead = 0.25;

    /// <summary>The most lengths for which the challenger waits for the other half of a pair. Steps of further lengths have the usual number and do not count.</summary>
    private const int MostOpened = 4;

    /// <summary>The lead that decides. The bounds in steps apply if steps are much shorter or longer.</summary>
    private const double Stake = 0.1;
    private const double LeastStake = 0.25;
    private const double MostStake = 1;

    /// <summary>What one pair may add to the lead, in steps: less than the stake of short steps, so that one disturbed step decides nothing.</summary>
    private const double MostOfOnePair = 0.75;

    private readonly Dictionary<int, double> _opened = []; // the challenger's time for a token, for each length whose next step has the usual number
    private double _lead;
    private double _stake = double.PositiveInfinity;
    private int _steps;

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
    public int Threads(int tokens) => _opened.ContainsKey(StepRates.ShapeOf(tokens)) || _opened.Count == MostOpened ? usual : challenger;

    /// <summary>How long the next step takes with the smaller number of threads; null if that is not known, or if it has the smaller number itself.</summary>
    /// <param name="tokens">The tokens of the step.</param>
    /// <param name="expected">How long it takes with the usual number of threads.</param>
    public double? TimeWithFewer(int tokens, double expected) => Threads(tokens) == challenger
        ? usual < challenger ? expected : null
        : challenger < usual && _opened.TryGetValue(StepRates.ShapeOf(tokens), out var challenged) ? challenged * tokens : null;

    /// <summary>Adds a step that had the number of threads of <see cref="Threads"/>.</summary>
    public void Add(int tokens, double seconds, bool isAborted)
    {
        var shape = StepRates.ShapeOf(tokens);
        if (_opened.Remove(shape, out var challenged))
            Compare(challenged * tokens, seconds);
        else if (isAborted)
            (Loss, IsLost) = (Loss + seconds, true); // fewer threads would have been done
        else if (_opened.Count < MostOpened)
            _opened[shape] = seconds / tokens;

        var isLast = ++_steps == MostSteps;
        IsWon = !IsLost && _lead >= (isLast ? SmallLead : 1) * _stake;
        IsLost |= !IsWon && (isLast || _lead <= -_stake);
    }

    private void Compare(double challenged, double usually)
    {
        var step = Math.Min(challenged, usually);
        var lost = challenged - usually;
        _stake = step * Math.Clamp(Stake / step, LeastStake, MostStake);
        _lead -= Math.Clamp(lost, -MostOfOnePair * step, MostOfOnePair * step);
        Loss += lost;
    }
}
