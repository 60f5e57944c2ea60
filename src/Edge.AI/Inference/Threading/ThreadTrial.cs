namespace Edge.AI.Inference.Threading;

/// <summary>A trial of another number of threads: it goes on until that number has clearly won or lost time. All times are in seconds.</summary>
internal sealed class ThreadTrial
{
    private const int LongestTrial = 48;

    /// <summary>What a trial may win or lose before it is decided. The bounds in steps apply if steps are much shorter or longer.</summary>
    private const double Stake = 0.1;
    private const double LeastStake = 0.25;
    private const double MostStake = 2;

    private double _spent;
    private double _usual;
    private int _steps;

    /// <summary>The number of threads on trial.</summary>
    public required int Threads { get; init; }

    /// <summary>Whether the number has won, and becomes the usual one.</summary>
    public bool IsWon { get; private set; }

    /// <summary>Whether the number has lost, or is as good as the usual one.</summary>
    public bool IsLost { get; private set; }

    /// <summary>What the trial has cost so far; negative if it has saved time.</summary>
    public double Loss => _spent - _usual;

    /// <summary>Adds a step.</summary>
    /// <param name="seconds">How long it took.</param>
    /// <param name="usual">How long it takes with the usual number of threads.</param>
    public void Add(double seconds, double usual)
    {
        _spent += seconds;
        _usual += usual;
        _steps++;
        var stake = usual * Math.Clamp(Stake / usual, LeastStake, MostStake);
        var fewest = stake < MostStake * usual ? 1 : 3;
        IsWon = _steps >= fewest && -Loss >= stake;
        IsLost = !IsWon && (Loss >= stake || _steps >= LongestTrial);
    }

    /// <summary>Gives the trial up after a step that was aborted.</summary>
    public void Abort(double seconds)
    {
        _spent += seconds;
        IsLost = true;
    }
}
