using System.Diagnostics;
using System.Diagnostics.Metrics;
using Edge.AI.Common;
using Edge.AI.Inference;

namespace Edge.AI.Chat;

/// <summary>The instruments of the meter <c>Edge.AI</c> that describe requests. Names, attributes and buckets are those of OpenTelemetry's conventions for generative AI, where they exist.</summary>
internal static class GenerationMeter
{
    private static readonly Histogram<double> s_duration = Telemetry.CreateDuration(
        "gen_ai.server.request.duration", "Time of a request, without provisioning and loading the model.", 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);

    private static readonly Histogram<double> s_firstToken = Telemetry.CreateDuration(
        "gen_ai.server.time_to_first_token", "Time from the request to its first token: rendering, queue and prefill.", 0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10);

    private static readonly Histogram<double> s_perToken = Telemetry.CreateDuration(
        "gen_ai.server.time_per_output_token", "Time for each token after the first one.", 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5);

    private static readonly Histogram<long> s_tokens = Telemetry.Meter.CreateHistogram<long>(
        "gen_ai.client.token.usage",
        "{token}",
        "Tokens of the prompt and of the answer.",
        tags: null,
        new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864] });

    private static readonly Counter<long> s_cached = Telemetry.Meter.CreateCounter<long>("edge_ai.prefix_cache.tokens", "{token}", "Tokens of prompts that were cached, so that they were not processed again.");

    private static readonly Histogram<double> s_queued = Telemetry.CreateDuration(
        "edge_ai.queue.wait", "Time that a request waited for a slot.", 0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60);

    /// <summary>Whether a listener wants one of them.</summary>
    public static bool IsEnabled => s_duration.Enabled || s_firstToken.Enabled || s_perToken.Enabled || s_tokens.Enabled || s_cached.Enabled || s_queued.Enabled;

    /// <summary>Records a request that has ended.</summary>
    /// <param name="modelId">The id of the model.</param>
    /// <param name="generation">What the loop did; null if the request failed before.</param>
    /// <param name="started">When the request began, as a timestamp of <see cref="Stopwatch"/>.</param>
    /// <param name="errorType">Why it failed; null if it did not.</param>
    public static void Record(string modelId, Generation? generation, long started, string? errorType)
    {
        TagList tags = new() { { "gen_ai.operation.name", "chat" }, { "gen_ai.provider.name", EdgeChatClient.ProviderName }, { "gen_ai.request.model", modelId } };
        if (errorType is not null)
            tags.Add(Telemetry.ErrorType, errorType);

        s_duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, tags);
        if (generation is null)
            return;

        KeyValuePair<string, object?> model = new(Telemetry.Model, modelId);
        s_queued.Record(generation.QueueTime.TotalSeconds, model);
        if (generation.FirstTokenAt == 0)
            return;

        s_cached.Add(generation.CachedTokens, model);
        s_firstToken.Record(Stopwatch.GetElapsedTime(started, generation.FirstTokenAt).TotalSeconds, tags);
        if (generation.ReadTokens > 1)
            s_perToken.Record(generation.TimeAfterFirstToken.TotalSeconds / (generation.ReadTokens - 1), tags);
        s_tokens.Record(generation.Prompt.Length, [.. tags, new("gen_ai.token.type", "input")]);
        s_tokens.Record(generation.ReadTokens, [.. tags, new("gen_ai.token.type", "output")]);
    }
}
