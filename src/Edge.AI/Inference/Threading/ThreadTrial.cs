namespace Edge.AI.Inference.Threading;

/// <summary>
/// A trial of another number of threads. Of steps of the same length, those with that number and those with the usual one take turns, so that both meet the same machine,
/// until one number has clearly won time. Steps of <see cref="LongestKeptApart"/> tokens or more are compared by their time for a token. All times are in seconds.
/// </summary>
internal sealed class ThreadTrial(int challenger, int usual)
{
    /// <summary>The most steps. After them, a small lead decides.</summary>
    private const int MostSteps = 48;
    private const double SmallLead = 0.25;

    /// <summary>From this number of tokens on, each token takes about as long as in a longer step.</summary>
    private const int LongestKeptApart = 16;

    /// <summary>The most lengths for which one half of a pair waits for the other. Steps of further lengths have the usual number and do not count.</summary>
    private const int MostOpened = 4;

    /// <summary>The lead that decides. The bounds in steps apply if steps are much shorter or longer.</summary>
    private const double Stake = 0.1;
    private const double LeastStake = 0.25;
    private const double MostStake = 1;

    /// <summary>What one pair may add to the lead, in steps: less than the stake of short steps, so that one disturbed step decides nothing.</summary>
    private const double MostOfOnePair = 0.75;

    private readonly Dictionary<int, (int Threads, double PerToken)> _opened = []; // the first half of a pair, for each length whose next step is the other half
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
    public int Threads(int tokens) => _opened.TryGetValue(LengthOf(tokens), out var half)
        ? challenger + usual - half.Threads
        : _opened.Count == MostOpened ? usual : challenger;

    /// <summary>How long the next step takes with the smaller number of threads; null if that is not known, or if it has the smaller number itself.</summary>
    /// <param name="tokens">The tokens of the step.</param>
    /// <param name="expected">How long it takes with the usual number of threads; null if that is not known.</param>
    public double? TimeWithFewer(int tokens, double? expected)
    {
        var fewer = Math.Min(challenger, usual);
        if (Threads(tokens) == fewer)
            return null;
        if (_opened.TryGetValue(LengthOf(tokens), out var half))
            return half.PerToken * tokens;

        return usual == fewer ? expected : null;
    }

    /// <summary>Takes a step before the trial, with the usual number, as the first half of a pair. One disturbed step may decide then, so only a long one should be taken.</summary>
    public void BeginWith(int tokens, double seconds) => _opened[LengthOf(tokens)] = (usual, seconds / tokens);

    /// <summary>Adds a step that had the number of threads of <see cref="Threads"/>.</summary>
    public void Add(int tokens, double seconds, bool isAborted)
    {
        var (length, threads) = (LengthOf(tokens), Threads(tokens));
        if (isAborted && threads == challenger)
            (Loss, IsLost) = (Loss + seconds, true); // fewer threads would have been done
        else if (_opened.Remove(length, out var half))
            Compare(half.PerToken * tokens, seconds, half.Threads == challenger);
        else if (_opened.Count < MostOpened)
            _opened[length] = (threads, seconds / tokens);

        var isLast = ++_steps == MostSteps;
        IsWon = !IsLost && _lead >= (isLast ? SmallLead : 1) * _stake;
        IsLost |= !IsWon && (isLast || _lead <= -_stake);
    }

    private static int LengthOf(int tokens) => StepRates.ShapeOf(Math.Min(tokens, LongestKeptApart));

    private void Compare(double first, double second, bool challengerIsFirst)
    {
        var step = Math.Min(first, second);
        var lost = challengerIsFirst ? first - second : second - first;
        _stake = step * Math.Clamp(Stake / step, LeastStake, MostStake);
        _lead -= Math.Clamp(lost, -MostOfOnePair * step, MostOfOnePair * step);
        Loss += lost;
    }
}
