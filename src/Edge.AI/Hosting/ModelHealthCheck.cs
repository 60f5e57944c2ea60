using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Edge.AI.Hosting;

/// <summary>Tells whether a client can answer. It reads only memory: it neither waits nor starts any work.</summary>
internal sealed class ModelHealthCheck(EdgeModel model, Func<ModelState> read) : IHealthCheck
{
    /// <summary>The tags of each check.</summary>
    public static readonly string[] Tags = ["edge-ai", "ready"];

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var state = read();
        var status = state.Phase switch
        {
            ModelPhase.Failed => context.Registration.FailureStatus,
            ModelPhase.Provisioning or ModelPhase.Loading => HealthStatus.Degraded,
            _ => HealthStatus.Healthy,
        };
        var text = state.Phase == ModelPhase.Idle ? "not in memory; the next request loads it" : state.Text;
        return Task.FromResult(new HealthCheckResult(status, $"'{model.Id}': {text}.", state.Error, DataOf(model.Id, state)));
    }

    private static Dictionary<string, object> DataOf(string modelId, ModelState state)
    {
        Dictionary<string, object> data = new(StringComparer.Ordinal) { ["model"] = modelId };
        Add("runtime", state.Runtime);
        if (state.Load?.Slots > 0)
        {
            Add("slots", state.Load.Slots);
            Add("slotsBusy", state.Load.BusySlots);
        }

        Add("queue", state.Load?.Queued);
        Add("tokensPerSecond", state.Load is { } load ? Math.Round(load.TokensPerSecond, 1) : null);
        Add("percent", state.Phase is ModelPhase.Provisioning or ModelPhase.Loading ? state.Percent : null);
        Add("secondsLeft", state.Download?.TimeLeft is { } left ? Math.Ceiling(left.TotalSeconds) : null);
        Add("code", (state.Error as EdgeAIException)?.Code);
        Add("hint", (state.Error as EdgeAIException)?.Hint);
        return data;

        void Add(string name, object? value)
        {
            if (value is not null)
                data[name] = value;
        }
    }
}
