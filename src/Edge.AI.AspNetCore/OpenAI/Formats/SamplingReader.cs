using Edge.AI.AspNetCore.Json;
using Microsoft.Extensions.AI;

namespace Edge.AI.AspNetCore.OpenAI.Formats;

/// <summary>Reads how tokens are chosen.</summary>
internal static class SamplingReader
{
    /// <summary>The options that llama.cpp's server knows in addition to OpenAI's. Clients of Edge.AI read them from the additional properties; others ignore them.</summary>
    private static readonly string[] s_more =
    [
        "min_p", "typical_p", "top_n_sigma", "xtc_probability", "xtc_threshold", "dynatemp_range", "dynatemp_exponent", "repeat_penalty", "repetition_penalty", "repeat_last_n", "dry_multiplier", "dry_base",
        "dry_allowed_length", "dry_penalty_last_n", "dry_sequence_breakers", "mirostat", "mirostat_tau", "mirostat_eta", "logit_bias", "grammar",
    ];

    public static void Read(RequestObject body, ChatOptions options)
    {
        options.Temperature = body.Number("temperature");
        options.TopP = body.Number("top_p");
        options.TopK = body.Whole("top_k");
        options.FrequencyPenalty = body.Number("frequency_penalty");
        options.PresencePenalty = body.Number("presence_penalty");
        options.Seed = body.LongWhole("seed");
        options.StopSequences = body.Texts("stop")?.ToList();
        foreach (var name in s_more)
        {
            if (body.TryGet(name, out var value))
                (options.AdditionalProperties ??= [])[name] = value.Clone();
        }
    }

    /// <summary>Reads how much the model should reason.</summary>
    public static ReasoningOptions? Effort(RequestObject body, string name) => body.Text(name) switch
    {
        null => null,
        "none" => new() { Effort = ReasoningEffort.None },
        "minimal" or "low" => new() { Effort = ReasoningEffort.Low },
        "medium" => new() { Effort = ReasoningEffort.Medium },
        "high" => new() { Effort = ReasoningEffort.High },
        "xhigh" => new() { Effort = ReasoningEffort.ExtraHigh },
        var other => throw body.Unknown(name, other, "none, minimal, low, medium, high or xhigh"),
    };

    /// <summary>Reads the greatest number of tokens of the answer.</summary>
    public static int? MaxTokens(RequestObject body, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (body.Whole(name) is not { } tokens)
                continue;
            if (tokens < 1)
                body.Fail(name, "must be 1 or more.");

            return tokens;
        }

        return null;
    }
}
