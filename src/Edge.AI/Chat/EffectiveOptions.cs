using Microsoft.Extensions.AI;

namespace Edge.AI.Chat;

/// <summary>
/// Everything that a caller asks for, in one place and in copies: what <see cref="ChatOptions.RawRepresentationFactory"/> returns comes first,
/// if it is ours, then the options, then the additional properties.
/// </summary>
internal static class EffectiveOptions
{
    /// <param name="options">The caller's options.</param>
    /// <param name="client">Whom the factory is told about; null where there is nobody to ask for it.</param>
    /// <exception cref="EdgeOptionException">An additional property that we know has a value that we can't read.</exception>
    public static EdgeChatOptions Of(ChatOptions? options, IChatClient? client)
    {
        var typed = client is null ? null : options?.RawRepresentationFactory?.Invoke(client) as EdgeChatOptions;
        var effective = (EdgeChatOptions?)(typed ?? options as EdgeChatOptions)?.Clone() ?? new();
        if (options is not null)
        {
            FillFrom(options.Clone(), effective);
            FillFrom(new SamplingProperties(options.AdditionalProperties), effective);
        }

        return effective;
    }

    private static void FillFrom(ChatOptions options, EdgeChatOptions effective)
    {
        effective.ConversationId ??= options.ConversationId;
        effective.Instructions ??= options.Instructions;
        effective.Temperature ??= options.Temperature;
        effective.MaxOutputTokens ??= options.MaxOutputTokens;
        effective.TopP ??= options.TopP;
        effective.TopK ??= options.TopK;
        effective.FrequencyPenalty ??= options.FrequencyPenalty;
        effective.PresencePenalty ??= options.PresencePenalty;
        effective.Seed ??= options.Seed;
        effective.Reasoning ??= options.Reasoning;
        effective.ResponseFormat ??= options.ResponseFormat;
        effective.ModelId ??= options.ModelId;
        effective.StopSequences ??= options.StopSequences;
        effective.AllowMultipleToolCalls ??= options.AllowMultipleToolCalls;
        effective.ToolMode ??= options.ToolMode;
        effective.Tools ??= options.Tools;
        effective.ContinuationToken ??= options.ContinuationToken;
        effective.AdditionalProperties ??= options.AdditionalProperties;
    }

    private static void FillFrom(SamplingProperties said, EdgeChatOptions effective)
    {
        effective.MinP ??= said.Number("min_p");
        effective.TypicalP ??= said.Number("typical_p", "typ_p", "typical");
        effective.TopNSigma ??= said.Number("top_n_sigma");
        effective.XtcProbability ??= said.Number("xtc_probability");
        effective.XtcThreshold ??= said.Number("xtc_threshold");
        effective.DynamicTemperatureRange ??= said.Number("dynatemp_range", "dynamic_temperature_range");
        effective.DynamicTemperatureExponent ??= said.Number("dynatemp_exponent", "dynamic_temperature_exponent");
        effective.RepeatPenalty ??= said.Number("repeat_penalty", "repetition_penalty", "penalty_repeat");
        effective.PenaltyLastTokens ??= said.Whole("repeat_last_n", "penalty_last_n", "penalty_last_tokens");
        effective.DryMultiplier ??= said.Number("dry_multiplier");
        effective.DryBase ??= said.Number("dry_base");
        effective.DryAllowedLength ??= said.Whole("dry_allowed_length");
        effective.DryLastTokens ??= said.Whole("dry_penalty_last_n", "dry_last_tokens");
        effective.DrySequenceBreakers ??= said.Texts("dry_sequence_breakers");
        effective.Mirostat ??= said.Whole("mirostat", "mirostat_mode");
        effective.MirostatTau ??= said.Number("mirostat_tau");
        effective.MirostatEta ??= said.Number("mirostat_eta");
        effective.LogitBias ??= said.Biases("logit_bias");
        effective.Grammar ??= said.Text("grammar");
    }
}
