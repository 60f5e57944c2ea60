using Edge.AI.Store;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Edge.AI.Staging;

/// <summary>Retries transient errors of a transfer, as long as its budget allows.</summary>
internal sealed class TransferRetries(TimeProvider time, ILogger logger)
{
    public ResiliencePipeline For(FilePlace place, RetryBudget budget) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = RetryBudget.Total,
            ShouldHandle = failed => ValueTask.FromResult(failed.Outcome.Exception is EdgeAIException { IsTransient: true } && budget.TrySpend()),
            DelayGenerator = failed => ValueTask.FromResult<TimeSpan?>(RetryDelay.After(budget.Failures, RetryAfter(failed.Outcome.Exception), Chance())),
            OnRetry = failed =>
            {
                StagingLog.Retrying(logger, place.File.Name, budget.Failures, failed.RetryDelay.TotalSeconds, failed.Outcome.Exception!.Message);
                return default;
            },
        })
        .Build();

    private static TimeSpan? RetryAfter(Exception? exception) => (exception as ModelDownloadException)?.RetryAfter;

    private static double Chance() => Random.Shared.NextDouble();
}
