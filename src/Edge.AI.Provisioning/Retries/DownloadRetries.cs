using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Edge.AI.Retries;

/// <summary>Runs attempts in the resilience pipeline for downloads.</summary>
/// <remarks>One pipeline serves everything: what belongs to one piece of work travels in the resilience context.</remarks>
internal sealed partial class DownloadRetries(ResiliencePipeline pipeline, ILogger logger)
{
    private static readonly ResiliencePropertyKey<Running> RunningKey = new("Edge.AI.Download");

    /// <summary>Adds the strategy that retries work, by its own options. It leaves everything else that runs in the pipeline alone.</summary>
    public static ResiliencePipelineBuilder AddTo(ResiliencePipelineBuilder builder) => builder.AddRetry(new RetryStrategyOptions
    {
        MaxRetryAttempts = int.MaxValue, // the budget of the work decides
        ShouldHandle = failed => ValueTask.FromResult(RunningIn(failed.Context) is { Work: var work } && IsRetried(failed.Outcome.Exception, work.Options) && work.Budget.TrySpend()),
        DelayGenerator = failed => ValueTask.FromResult<TimeSpan?>(DelayAfter(failed.Outcome.Exception, RunningIn(failed.Context)!.Work)),
        OnRetry = failed =>
        {
            var (work, logger) = RunningIn(failed.Context)!;
            work.OnRetry(failed.Outcome.Exception!);
            Retrying(logger, work.Name, work.Budget.Failures, failed.RetryDelay.TotalSeconds, failed.Outcome.Exception!.Message);
            return default;
        },
    });

    public async Task<T> RunAsync<T>(RetriedWork work, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(work.Name, cancellationToken);
        context.Properties.Set(RunningKey, new(work, logger));
        try
        {
            return await pipeline.ExecuteAsync(async running => await attempt(running.CancellationToken).ConfigureAwait(false), context).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static bool IsRetried(Exception? failure, DownloadRetryOptions options) =>
        failure is EdgeAIException error && (options.RetriedCodes.Count == 0 ? error.IsTransient : options.RetriedCodes.Contains(error.Code));

    private static TimeSpan DelayAfter(Exception? failure, RetriedWork work) =>
        RetryDelay.After(work.Options, work.Budget.Failures, (failure as ModelDownloadException)?.RetryAfter, Random.Shared.NextDouble());

    private static Running? RunningIn(ResilienceContext context) => context.Properties.TryGetValue(RunningKey, out var running) ? running : null;

    [LoggerMessage(1002, LogLevel.Warning, "'{File}': retry {Retry} in {Seconds:0.0} s: {Problem}")]
    private static partial void Retrying(ILogger logger, string file, int retry, double seconds, string problem);

    private sealed record Running(RetriedWork Work, ILogger Logger);
}
