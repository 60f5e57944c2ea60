using Edge.AI.Native;
using Edge.AI.Platform;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Inference;

/// <summary>
/// Puts the tokens of each conversation next to each other in the key-value cache again, after requests that came and went have left them in no order. Attention looks at every cell, and
/// skips those of other conversations with a branch. Without order, the processor cannot predict it. Whether this pays is measured each time. Only the loop's thread uses it.
/// </summary>
/// <param name="context">The context.</param>
/// <param name="slots">The slots of the context.</param>
/// <param name="time">Measures how long sorting takes.</param>
/// <param name="logger">Where each sorting is logged.</param>
internal sealed class CacheOrder(ContextHandle context, SlotPool slots, TimeProvider time, ILogger logger)
{
    /// <summary>With fewer generating slots, attention is a small part of a step.</summary>
    public const int LeastGenerating = 4;

    /// <summary>So many steps are compared before and after sorting.</summary>
    public const int Samples = 8;

    /// <summary>So many times as long as sorting takes, the loop computes before it sorts again.</summary>
    public const int WorkPerPause = 128;

    /// <summary>A step must take less than this share of the time it took before, or the next sorting comes later.</summary>
    private const double MostShare = 0.95;

    private const int MostPatience = 64;

    private static readonly TimeSpan s_firstLook = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(1);

    private readonly Queue<double> _timesPerToken = new(Samples);
    private double _bytesPerSecond = 250e6; // a low guess, until sorting has been measured
    private TimeSpan _work;
    private TimeSpan _due = s_firstLook;
    private double? _before;

    /// <summary>How many times later than usual it sorts again, because sorting did not pay.</summary>
    public int Patience { get; private set; } = 1;

    /// <summary>Whether the cells of a context may change their places: not with reproducible seeds, which depend on them, and not if the memory is more than cells.</summary>
    public static bool IsPossible(ContextHandle context, InferenceOptions options) =>
        context.CanCutAnywhere && context.MaxSequences >= LeastGenerating && !options.ReproducibleSeeds;

    /// <summary>Learns from a step that succeeded.</summary>
    /// <param name="tokens">The tokens of its batch.</param>
    /// <param name="promptTokens">How many of them belong to prompts.</param>
    /// <param name="elapsed">How long it took.</param>
    public void Observe(int tokens, int promptTokens, TimeSpan elapsed)
    {
        _work += elapsed;
        if (promptTokens > 0 || tokens < LeastGenerating)
            return;

        if (_timesPerToken.Count == Samples)
            _timesPerToken.Dequeue();
        _timesPerToken.Enqueue(elapsed.TotalSeconds / tokens);
        if (_before is not { } before || _timesPerToken.Count < Samples)
            return;

        Patience = Median() < MostShare * before ? 1 : Math.Min(2 * Patience, MostPatience);
        _before = null;
    }

    /// <summary>Sorts the cells if it is time. Call it between two steps.</summary>
    public void Restore()
    {
        if (_work < _due || _timesPerToken.Count < Samples)
            return;

        var bytes = context.StateSize;
        var pause = TimeSpan.FromSeconds(bytes / _bytesPerSecond);
        _due = pause * WorkPerPause * Patience;
        if (_work < _due)
            return;

        _work = TimeSpan.Zero;
        if (pause < s_longestPause && bytes < MachineMemory.Read().Available / 4)
            Sort(bytes);
    }

    private void Sort(long bytes)
    {
        var started = time.GetTimestamp();
        var isSorted = context.TrySortCells();
        foreach (var slot in slots)
            slot.RecoverLost();

        var elapsed = time.GetElapsedTime(started);
        if (elapsed > TimeSpan.Zero)
            _bytesPerSecond = Math.Max(bytes / elapsed.TotalSeconds, _bytesPerSecond / 2); // one slow time may have been a busy machine
        if (!isSorted)
        {
            Patience = MostPatience; // in order already, or in a format that is not known
            return;
        }

        _before = Median();
        _timesPerToken.Clear();
        InferenceLog.Sorted(logger, slots.Cells, (long)elapsed.TotalMilliseconds);
    }

    private double Median() => _timesPerToken.Order().ElementAt(Samples / 2);
}
