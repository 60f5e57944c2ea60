using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Edge.AI.Staging;

/// <summary>Runs the attempts of transfers in the resilience pipeline for downloads.</summary>
/// <remarks>One pipeline serves all transfers: what belongs to one transfer travels in the resilience context.</remarks>
internal sealed class TransferRetries(ResiliencePipeline pipeline, ILogger logger)
{
    private static readonly ResiliencePropertyKey<Running> RunningKey = new("Edge.AI.Transfer");

    /// <summary>Adds the strategy that retries transfers, by the options of their provisioner. It leaves everything else that runs in the pipeline alone.</summary>
    public static ResiliencePipelineBuilder AddTo(ResiliencePipelineBuilder builder) => builder.AddRetry(new RetryStrategyOptions
    {
        MaxRetryAttempts = int.MaxValue, // the budget of the transfer decides
        ShouldHandle = failed => ValueTask.FromResult(RunningIn(failed.Context) is { Transfer: var transfer } && IsRetried(failed.Outcome.Exception, transfer.Limits.Retry) && transfer.Budget.TrySpend()),
        DelayGenerator = failed => ValueTask.FromResult<TimeSpan?>(DelayAfter(failed.Outcome.Exception, RunningIn(failed.Context)!.Transfer)),
        OnRetry = failed =>
        {
            var (transfer, logger) = RunningIn(failed.Context)!;
            DownloadMeter.Retried(transfer.Run.Model, failed.Outcome.Exception!);
            StagingLog.Retrying(logger, transfer.Place.File.Name, transfer.Budget.Failures, failed.RetryDelay.TotalSeconds, failed.Outcome.Exception!.Message);
            return default;
        },
    });

    public async Task RunAsync(Transfer transfer, Func<CancellationToken, Task> attempt)
    {
        var context = ResilienceContextPool.Shared.Get(transfer.Place.File.Name, transfer.Run.Token);
        context.Properties.Set(RunningKey, new(transfer, logger));
        try
        {
            await pipeline.ExecuteAsync(async running => await attempt(running.CancellationToken).ConfigureAwait(false), context).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static bool IsRetried(Exception? failure, DownloadRetryOptions options) =>
        failure is EdgeAIException error && (options.RetriedCodes.Count == 0 ? error.IsTransient : options.RetriedCodes.Contains(error.Code));

    private static TimeSpan DelayAfter(Exception? failure, Transfer transfer) =>
        RetryDelay.After(transfer.Limits.Retry, transfer.Budget.Failures, (failure as ModelDownloadException)?.RetryAfter, Random.Shared.NextDouble());

    private static Running? RunningIn(ResilienceContext context) => context.Properties.TryGetValue(RunningKey, out var running) ? running : null;

    private sealed record Running(Transfer Transfer, ILogger Logger);
}
