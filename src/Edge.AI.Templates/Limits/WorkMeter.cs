using System.Diagnostics;

namespace Edge.AI.Templates.Limits;

/// <summary>
/// Counts the time and memory that renderings use, and stops a rendering that exceeds the limit. Templates come with models, so they are code of
/// unknown origin. All work inside the engine is charged to the meter of the current thread by the parts that every built-in uses:
/// new values, text builders, enumerated elements, comparisons, searches. A built-in therefore cannot forget to count.
/// </summary>
/// <remarks>
/// Work is counted in units of about five nanoseconds, so that a template fails at the same place on every machine. The clock is a second limit,
/// for work that takes longer than it counts: ten times the time, and only after a twentieth of the work, so that a busy machine does not fail a cheap template.
/// Memory is the sum of all allocations. A long conversation raises the limit, because templates copy their input.
/// Several renderings can use one meter, one after the other.
/// </remarks>
internal sealed class WorkMeter
{
    public const long UnitsPerSecond = 200_000_000;

    /// <summary>The number of copies of its input that a template may make in addition to the memory limit.</summary>
    private const int CopiesOfInput = 16;

    private const long UnitsBetweenLooks = 200_000;
    private const int BusyMachine = 10;

    [ThreadStatic]
    private static WorkMeter? _current;

    private CancellationToken _cancellationToken;
    private readonly TimeSpan _time;
    private readonly TimeProvider _clock;
    private readonly long _maxWork;
    private long _maxMemory;
    private long _nextLook;
    private long _entered;
    private TimeSpan _elapsed;
    private Func<long>? _inputSize;

    public WorkMeter(TimeSpan time, long memory, TimeProvider clock)
    {
        (_time, _maxMemory, _clock) = (time, memory, clock);
        _maxWork = (long)(_time.TotalSeconds * UnitsPerSecond);
        _nextLook = Math.Min(UnitsBetweenLooks, _maxWork);
    }

    /// <summary>Gets the units of work charged so far.</summary>
    public long Work { get; private set; }

    /// <summary>Gets the bytes charged so far.</summary>
    public long Memory { get; private set; }

    /// <summary>Gets whether a limit was exceeded. Every further rendering with this budget fails at once.</summary>
    public bool IsExhausted { get; private set; }

    /// <summary>Charges work to the rendering on this thread, if there is one.</summary>
    public static void Charge(long units) => _current?.Spend(units);

    /// <summary>Charges memory, and the work of filling it.</summary>
    public static void Allocate(long bytes) => _current?.SpendMemory(bytes);

    /// <summary>Charges a pass over a text.</summary>
    public static void Pass(int length) => _current?.Spend(2 + (length / 4));

    /// <summary>Charges arithmetic whose cost grows with the product of the lengths of its operands.</summary>
    public static void Multiply(long bitsOfOne, long bitsOfOther) => _current?.Spend(8 + ((bitsOfOne / 32) * (bitsOfOther / 32) / 4));

    /// <summary>Makes this the meter of the current thread until the returned value is disposed.</summary>
    /// <param name="inputSize">Returns the size of the input in bytes; called only when the memory limit is reached.</param>
    /// <param name="cancellationToken">Cancels the rendering.</param>
    public Entry Enter(Func<long>? inputSize = null, CancellationToken cancellationToken = default)
    {
        var outer = _current;
        (_current, _entered, _inputSize, _cancellationToken) = (this, _clock.GetTimestamp(), inputSize, cancellationToken);
        try
        {
            Look();
        }
        catch
        {
            _current = outer;
            throw;
        }

        return new Entry(this, outer);
    }

    public void Spend(long units)
    {
        if ((Work += units) >= _nextLook)
            Look();
    }

    private void SpendMemory(long bytes)
    {
        if ((Memory += bytes) > _maxMemory)
            CountInput();
        Spend(bytes / 16);
    }

    private void Look()
    {
        _cancellationToken.ThrowIfCancellationRequested();
        if (Work >= _maxWork || (Work >= _maxWork / 20 && _elapsed + _clock.GetElapsedTime(_entered) > BusyMachine * _time))
            throw Exceeded($"it takes longer than {_time.TotalSeconds:0.###} s");
        if (IsExhausted)
            throw Exceeded("the budget is used up");

        _nextLook = Math.Min(Work + UnitsBetweenLooks, _maxWork);
    }

    private void CountInput()
    {
        if (_inputSize is { } size)
        {
            (_inputSize, _current) = (null, null);
            _maxMemory += CopiesOfInput * size();
            _current = this;
        }

        if (Memory > _maxMemory)
            throw Exceeded($"it needs more than {_maxMemory / (1024 * 1024)} MB of memory");
    }

    private TemplateError Exceeded(string problem)
    {
        IsExhausted = true;
        return new TemplateError(problem);
    }

    public readonly struct Entry(WorkMeter meter, WorkMeter? outer) : IDisposable
    {
        public void Dispose()
        {
            meter._elapsed += meter._clock.GetElapsedTime(meter._entered);
            _current = outer;
        }
    }
}
