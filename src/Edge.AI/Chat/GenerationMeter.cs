using System.Diagnostics;
using System.Diagnostics.Metrics;
using Edge.AI.Common;
using Edge.AI.Inference;

namespace Edge.AI.Chat;

/// <summary>The instruments of the meter <c>Edge.AI</c> that describe answers. Names, attributes and buckets are those of OpenTelemetry's conventions for generative AI, where they exist.</summary>
internal static class GenerationMeter
{
    private static readonly Histogram<double> s_firstToken = Telemetry.CreateDuration(
        "gen_ai.server.time_to_first_token", "Time from the request to its first token: rendering, queue and prefill.", 0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10);

    private static readonly Histogram<double> s_perToken = Telemetry.CreateDuration(
        "gen_ai.server.time_per_output_token", "Time for each token after the first one.", 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5);

    private static readonly Counter<long> s_cached = Telemetry.Meter.CreateCounter<long>("edge_ai.prefix_cache.tokens", "{token}", "Tokens of prompts that were cached, so that they were not processed again.");

    /// <summary>Whether a listener wants one of them.</summary>
    public static bool IsEnabled => RequestMeter.IsEnabled || s_firstToken.Enabled || s_perToken.Enabled || s_cached.Enabled;

    /// <summary>Records a request that has ended.</summary>
    /// <param name="modelId">The id of the model.</param>
    /// <param name="generation">What the loop did; null if the request failed before.</param>
    /// <param name="started">When the request began, as a timestamp of <see cref="Stopwatch"/>.</param>
    /// <param name="errorType">Why it failed; null if it did not.</param>
    public static void Record(string modelId, Generation? generation, long started, string? errorType)
    {
        var tags = RequestMeter.TagsOf("chat", modelId, errorType);
        RequestMeter.Ended(started, tags);
        if (generation is null)
            return;

        RequestMeter.Waited(generation.QueueTime, modelId);
        if (generation.FirstTokenAt == 0)
            return;

        s_cached.Add(generation.CachedTokens, new KeyValuePair<string, object?>(Telemetry.Model, modelId));
        s_firstToken.Record(Stopwatch.GetElapsedTime(started, generation.FirstTokenAt).TotalSeconds, tags);
        if (generation.ReadTokens > 1)
            s_perToken.Record(generation.TimeAfterFirstToken.TotalSeconds / (generation.ReadTokens - 1), tags);
        RequestMeter.Used("input", generation.Prompt.Length, tags);
        RequestMeter.Used("output", generation.ReadTokens, tags);
    }
}
