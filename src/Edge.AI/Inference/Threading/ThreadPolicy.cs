namespace Edge.AI.Inference.Threading;

/// <summary>
/// Chooses the number of threads for steps of one kind (generation or prefill) from the times of earlier steps. All threads of llama.cpp wait for each other hundreds of times in a
/// step, so one thread that gets no processor time stops all of them: on a busy machine fewer threads are faster, often by a factor of ten. The policy goes down when steps become slow,
/// and tries one more number of threads from time to time. Such trials cost at most <see cref="TrialShare"/> of the computing time, and <see cref="SavingsOfPause"/> seconds after a pause.
/// It tries more at once if processors are seen idle, and fewer at once if a long step hardly got its processors.
/// </summary>
internal sealed class ThreadPolicy
{
    /// <summary>The share of the computing time that trials may cost.</summary>
    public const double TrialShare = 0.015;

    /// <summary>What a pause may pay for trials, in seconds.</summary>
    private const double SavingsOfPause = 0.05;

    /// <summary>The most time that is saved up for trials, in seconds, unless the next trial needs more.</summary>
    private const double MostSavings = 0.5;

    /// <summary>The computing time between two trials of fewer threads, in seconds. Each lost one doubles it, this many times at most.</summary>
    private const double TimeBetweenTrials = 0.5;
    private const int MostDoublings = 5;

    /// <summary>A step this many times slower than usual is slow: the next one has a deadline.</summary>
    private const double Slow = 1.75;

    /// <summary>So many slow steps in a row are a reason to try fewer threads, and one more after each trial that was lost.</summary>
    private const int SlowStepsBeforeTrial = 2;

    /// <summary>A step of at least so many seconds that got less than this share of a processor is a reason to try fewer threads, whatever its length in tokens.</summary>
    private const double LongStep = 0.1;
    private const double LeastShare = 0.6;

    /// <summary>A step with a deadline may take this many times the usual time.</summary>
    private const double DeadlineFactor = 1.5;

    /// <summary>Steps become this many times slower on average before fewer threads are tried.</summary>
    private const double SlowdownBeforeTrial = 1.15;

    /// <summary>The longest step that a trial may meet is the longest one so far, and less with each shorter one.</summary>
    private const double Shortening = 0.9;

    /// <summary>Steps after a rise in which each step has a deadline.</summary>
    private const int Probation = 64;

    /// <summary>The most steps that one wrong rise counts.</summary>
    private const int MostLossOfRise = 4;

    private readonly int _stepsBeforeTrial;
    private readonly StepRates?[] _rates;
    private readonly double[] _lastLosses;
    private readonly IdleEvidence _idle = new();
    private ThreadTrial? _trial;
    private double _savings;
    private double _needed;
    private double _slowdownAtLoss;
    private int _lostInARow;
    private double _timeSinceLoss;
    private double _longest;
    private double _spentSinceRise;
    private double _wouldHaveSpent;
    private int _steps;
    private int _probation;
    private int _slowInARow;
    private int _preemptedInARow;
    private bool _explores;

    /// <param name="most">The number of threads on a quiet machine, which is also the most.</param>
    /// <param name="start">The number of threads of the first steps.</param>
    /// <param name="stepsBeforeTrial">The number of steps before the first trial. The first steps are slower than others: they read weights from the disk.</param>
    public ThreadPolicy(int most, int start, int stepsBeforeTrial)
    {
        (Most, Settled, _stepsBeforeTrial) = (most, start, stepsBeforeTrial);
        _rates = new StepRates?[most + 1];
        _lastLosses = new double[most + 1];
        _savings = start < most ? MostSavings : 0;
    }

    /// <summary>The most threads.</summary>
    public int Most { get; }

    /// <summary>The number of threads that steps use outside of trials.</summary>
    public int Settled { get; private set; }

    /// <summary>The number of threads for the next step.</summary>
    public int For(int tokens) => _trial?.Threads(tokens) ?? Settled;

    /// <summary>The time after which the next step should be aborted and repeated with fewer threads; null for none.</summary>
    public TimeSpan? Deadline(int tokens)
    {
        if (For(tokens) == 1)
            return null;

        double? known = Usual.Know(tokens) && (_slowInARow > 0 || _probation > 0) ? Usual.Usual(tokens) : null;
        var reference = _trial is { } trial ? trial.TimeWithFewer(tokens, Usual.Expect(tokens)) : known;
        return reference is { } seconds ? TimeSpan.FromSeconds(DeadlineFactor * seconds) : null;
    }

    /// <summary>Learns from a step that was decoded with the number of threads of <see cref="For"/>.</summary>
    public void Observe(int tokens, TimeSpan elapsed) => Observe(tokens, elapsed.TotalSeconds, isAborted: false);

    /// <summary>Learns that a step was aborted at its <see cref="Deadline"/>.</summary>
    public void ObserveAbort(int tokens, TimeSpan elapsed) => Observe(tokens, elapsed.TotalSeconds, isAborted: true);

    /// <summary>Sets whether fewer threads are tried after the next step, without a sign that steps are slow. A machine may be busy from the beginning; then no step has shown how fast it is without other work.</summary>
    public void Explore(bool explores) => _explores = explores;

    /// <summary>Learns how many processors had nothing to do during the last steps. As many more threads are tried at once, whatever the savings are.</summary>
    public void SeeIdle(double processors) => _idle.Add(processors);

    /// <summary>Learns which share of a processor the loop's thread got during the step that is observed next. This shows others' work even if no step of this length was seen before.</summary>
    public void SeeShare(double share, TimeSpan elapsed) =>
        _preemptedInARow = elapsed.TotalSeconds >= LongStep && share < LeastShare ? _preemptedInARow + 1 : 0;

    /// <summary>Adds time that has passed, a share of which may be spent on trials.</summary>
    /// <param name="computing">How long the last step took.</param>
    /// <param name="idle">The time before it. The machine may have changed meanwhile, but however long it was, it pays for one short trial only.</param>
    public void Pass(TimeSpan computing, TimeSpan idle)
    {
        _savings = Math.Max(_savings, Math.Min(_savings + (TrialShare * idle.TotalSeconds), SavingsOfPause));
        _savings = Math.Min(_savings + (TrialShare * computing.TotalSeconds), Math.Max(MostSavings, _needed));
    }

    private StepRates Usual => _rates[Settled] ??= new();

    private void Observe(int tokens, double seconds, bool isAborted)
    {
        if (Most == 1)
            return;

        if (_trial is { } trial)
            ObserveTrial(trial, tokens, seconds, isAborted);
        else
            ObserveSettled(tokens, seconds, isAborted);
    }

    private void ObserveTrial(ThreadTrial trial, int tokens, double seconds, bool isAborted)
    {
        if (!isAborted)
            _rates[trial.Threads(tokens)]!.Learn(tokens, seconds);
        trial.Add(tokens, seconds, isAborted);
        if (!trial.IsWon && !trial.IsLost)
            return;

        (_trial, _slowInARow, _preemptedInARow) = (null, 0, 0);
        if (trial.IsWon)
            Settle(trial.Challenger, tokens);
        else
            Stay(trial, tokens);
    }

    private void Settle(int threads, int tokens)
    {
        if (threads < Settled)
        {
            ChargeRise(_rates[threads]!.Usual(tokens));
            _explores = true; // perhaps even fewer threads are better
        }

        (_spentSinceRise, _wouldHaveSpent, _lostInARow, _slowdownAtLoss) = (0, 0, 0, 0);
        _probation = threads > Settled ? Probation : 0;
        Settled = threads;
    }

    private void Stay(ThreadTrial trial, int tokens)
    {
        _savings -= Math.Max(0, trial.Loss);
        _lastLosses[trial.Challenger] = Math.Max(trial.Loss, Usual.Usual(tokens));
        if (trial.Challenger > Settled)
        {
            _idle.Fail();
            return;
        }

        if (!trial.IsExploration)
            (_lostInARow, _timeSinceLoss, _slowdownAtLoss) = (Math.Min(_lostInARow + 1, MostDoublings), 0, Math.Max(_slowdownAtLoss, Slowdown(tokens)));
        Usual.Restart(); // If steps are slow nevertheless, that is usual now.
    }

    private void ObserveSettled(int tokens, double seconds, bool isAborted)
    {
        _steps++;
        _timeSinceLoss += seconds;
        _longest = Math.Max(seconds, _longest * Shortening);
        if (Usual.Know(tokens))
            ObserveKnown(tokens, seconds, isAborted);
        else
            Usual.Learn(tokens, seconds);
        if (_steps >= _stepsBeforeTrial)
            StartTrial(tokens, seconds);
    }

    private void ObserveKnown(int tokens, double seconds, bool isAborted)
    {
        if (_probation > 0 && --_probation == 0)
            _idle.Succeed();
        _slowInARow = isAborted || seconds > Slow * Usual.Usual(tokens) ? _slowInARow + 1 : 0;
        if (!isAborted)
            Usual.Learn(tokens, seconds);
        if (Lower(tokens) is { } lower && _rates[lower] is { } rates && rates.Know(tokens))
        {
            _spentSinceRise += seconds;
            _wouldHaveSpent += rates.Usual(tokens);
        }
    }

    private void StartTrial(int tokens, double seconds)
    {
        var isKnown = Usual.Know(tokens);
        var isLong = seconds >= LongStep;
        if (!isKnown && !isLong)
            return;

        var isIdle = Settled < Most && _idle.IsEnough;
        if (!isIdle && Lower(tokens) is { } lower && WantsLower(tokens, lower))
            Try(lower);
        else if (isIdle || (Settled < Most && isKnown && CanPay(Math.Max(_lastLosses[Higher], _longest))))
        {
            Try(isIdle ? Math.Min(Most, Settled + _idle.Processors) : Higher);
            _idle.BeginTrial(isReason: isIdle);
        }

        if (isLong && (!isKnown || _preemptedInARow > 0))
            _trial?.BeginWith(tokens, seconds);
    }

    private void Try(int threads)
    {
        (_trial, _explores) = (new(threads, Settled) { IsExploration = _explores && threads < Settled }, false);
        (_rates[threads] ??= new()).Restart();
    }

    private bool WantsLower(int tokens, int lower)
    {
        if (_explores)
            return true;

        if (_slowInARow >= SlowStepsBeforeTrial + _lostInARow || _preemptedInARow >= 1 << _lostInARow)
            return true;

        var slowdown = Slowdown(tokens);
        if (slowdown < SlowdownBeforeTrial)
            return false;
        if (slowdown > SlowdownBeforeTrial * _slowdownAtLoss)
            _lostInARow = 0;

        var loss = Undisturbed(tokens, lower) - Usual.Usual(tokens);
        return (_lostInARow == 0 || _timeSinceLoss >= TimeBetweenTrials * (1 << _lostInARow)) && (loss <= 0 || CanPay(Math.Max(2 * loss, _lastLosses[lower])));
    }

    /// <summary>Whether the savings are enough for a trial. If not, they may grow until they are.</summary>
    private bool CanPay(double cost)
    {
        _needed = cost;
        return _savings >= cost;
    }

    /// <summary>How many times slower steps are than without other work.</summary>
    private double Slowdown(int tokens) => Usual.Usual(tokens) / Undisturbed(tokens, Settled);

    /// <summary>What a rise has cost that soon proves wrong counts as the cost of a trial, so that going up and down again and again is bounded too.</summary>
    /// <param name="usual">How long a step takes with fewer threads.</param>
    private void ChargeRise(double usual)
    {
        if (_probation == 0)
            return;

        _idle.Fail();
        var loss = Math.Clamp(_spentSinceRise - _wouldHaveSpent, 0, MostLossOfRise * usual);
        _savings -= loss;
        _lastLosses[Settled] = loss;
    }

    /// <summary>The time of a step without other work on the machine, as far as that is known. At worst, half the threads take twice the time.</summary>
    private double Undisturbed(int tokens, int threads)
    {
        var least = double.PositiveInfinity;
        for (var each = 1; each <= Most; each++)
            least = Math.Min(least, (_rates[each]?.Best(tokens) ?? double.PositiveInfinity) * Math.Max(1, (double)each / threads));

        return least;
    }

    private int? Lower(int tokens) => Settled == 1 ? null : Usual.Usual(tokens) >= 2 * Undisturbed(tokens, Settled) ? Settled / 2 : Settled - Math.Max(1, Settled / 4);

    private int Higher => Math.Min(Most, Settled + Math.Max(1, Settled / 4));
}
