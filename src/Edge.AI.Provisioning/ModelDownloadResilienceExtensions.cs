using Edge.AI.Retries;
using Polly;

namespace Edge.AI;

/// <summary>The resilience strategy of model downloads, for apps that extend the pipeline <see cref="ProvisioningOptions.ResiliencePipelineName"/>.</summary>
public static class ModelDownloadResilienceExtensions
{
    /// <summary>Adds the strategy that retries model downloads as <see cref="ProvisioningOptions.Retry"/> says. Everything else that is executed in the pipeline is not retried.</summary>
    /// <remarks>
    /// The default pipeline consists of this strategy. A pipeline with the same name replaces it, for example
    /// <c>services.AddResiliencePipeline(ProvisioningOptions.ResiliencePipelineName, pipeline => pipeline.AddTimeout(limit).AddModelDownloadRetry())</c>.
    /// </remarks>
    /// <param name="builder">The builder of the pipeline.</param>
    /// <returns>The builder.</returns>
    public static ResiliencePipelineBuilder AddModelDownloadRetry(this ResiliencePipelineBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return DownloadRetries.AddTo(builder);
    }
}
