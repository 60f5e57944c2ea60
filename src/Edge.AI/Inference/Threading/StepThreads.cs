using System.Diagnostics.Metrics;
using Edge.AI.Common;
using Edge.AI.Native;
using Edge.AI.Platform;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Inference.Threading;

/// <summary>Sets the number of threads of each step of a loop: as many as help now, or the numbers that the options set.</summary>
internal sealed partial class StepThreads
{
    private const int StepsBeforeGenerationTrial = 4;
    private const int StepsBeforePrefillTrial = 2;

    private static readonly Gauge<int> s_used = Telemetry.Meter.CreateGauge<int>("edge_ai.inference.threads", "{thread}", "Threads that compute the steps of a model, at its start and after each change.");

    private static readonly KeyValuePair<string, object?> s_generationTag = new("edge_ai.phase", "generation");
    private static readonly KeyValuePair<string, object?> s_prefillTag = new("edge_ai.phase", "prefill");

    private readonly ContextHandle _context;
    private readonly ThreadPolicy? _generation;
    private readonly ThreadPolicy? _prefill;
    private readonly IdleProcessors _idleProcessors;
    private readonly int? _fixedForBatches;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private ThreadPolicy? _policy;
    private TimeSpan? _deadline;
    private TimeSpan? _threadTimeAtStart;
    private long _lastEnd;

    /// <param name="context">The context that computes the steps.</param>
    /// <param name="isFixed">Whether the number of threads of the context never changes.</param>
    /// <param name="batchThreads">The number of threads for longer batches than one token, which then never changes; null to choose it too.</param>
    /// <param name="usableCores">The most threads that are chosen.</param>
    /// <param name="load">What else the processors have to do.</param>
    /// <param name="time">Measures the time between steps.</param>
    /// <param name="logger">Where changes are logged.</param>
    public StepThreads(ContextHandle context, bool isFixed, int? batchThreads, int usableCores, ProcessorLoad load, TimeProvider time, ILogger logger)
    {
        (_context, _fixedForBatches, _time, _logger) = (context, batchThreads, time, logger);
        _idleProcessors = new(load, time);
        _lastEnd = time.GetTimestamp();
        s_used.Record(context.Threads, s_generationTag);
        s_used.Record(context.BatchThreads, s_prefillTag);
        if (isFixed || usableCores == 1)
            return;

        var start = Math.Max(1, usableCores - load.CountOtherThreads());
        _generation = new(usableCores, start, StepsBeforeGenerationTrial);
        _generation.Explore(true);
        _prefill = _fixedForBatches is null ? new(usableCores, start, StepsBeforePrefillTrial) : null;
    }

    /// <summary>Sets the number of threads for the next step.</summary>
    /// <returns>The time after which the step should be aborted and repeated; null for none.</returns>
    public TimeSpan? Begin(int tokens, int promptTokens)
    {
        _policy = promptTokens > 0 || (_fixedForBatches is not null && tokens > 1) ? _prefill : _generation;
        if (_policy is null)
            return null;

        var threads = _policy.For(tokens);
        if (threads != _context.Threads || (_fixedForBatches ?? threads) != _context.BatchThreads)
            _context.SetThreads(threads, _fixedForBatches ?? threads);

        _threadTimeAtStart = _policy == _prefill ? ThreadTime.OfThisThread() : null;
        return _deadline = _context.IsRecurrent ? null : _policy.Deadline(tokens); // an aborted step of a recurrent model loses the whole sequence
    }

    /// <summary>Learns from a step that succeeded.</summary>
    public void End(int tokens, TimeSpan elapsed)
    {
        if (_policy is not null)
            Learn(_policy, tokens, elapsed, isAborted: false);
    }

    /// <summary>Learns from a step that was aborted. It may have been aborted because its request was abandoned; then it says nothing.</summary>
    public void EndAborted(int tokens, TimeSpan elapsed)
    {
        if (_policy is not null && elapsed >= _deadline)
            Learn(_policy, tokens, elapsed, isAborted: true);
    }

    private void Learn(ThreadPolicy policy, int tokens, TimeSpan elapsed, bool isAborted)
    {
        var now = _time.GetTimestamp();
        policy.Pass(elapsed, idle: _time.GetElapsedTime(_lastEnd, now) - elapsed);
        _lastEnd = now;

        if (_threadTimeAtStart is { } start && ThreadTime.OfThisThread() - start is { } onProcessor)
            policy.SeeShare(onProcessor / elapsed, elapsed);

        var before = policy.Settled;
        if (isAborted)
            policy.ObserveAbort(tokens, elapsed);
        else
            policy.Observe(tokens, elapsed);
        if (policy.Settled < policy.Most && _idleProcessors.Observe(elapsed) is { } idle)
            policy.SeeIdle(idle);
        if (policy.Settled == before)
            return;

        var isGeneration = policy == _generation;
        s_used.Record(policy.Settled, isGeneration ? s_generationTag : s_prefillTag);
        LogChanged(_logger, isGeneration ? "Generation" : "Prefill", policy.Settled, before);
        if (isGeneration)
            _prefill?.Explore(policy.Settled < before);
    }

    [LoggerMessage(EventId = 4002, Level = LogLevel.Debug, Message = "{Phase} uses {Threads} threads from now on, because steps are faster than with {Before}")]
    private static partial void LogChanged(ILogger logger, string phase, int threads, int before);
}
