using Edge.AI.Inference;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat;

/// <summary>
/// Gathers the options of a request in one copy. The result of <see cref="ChatOptions.RawRepresentationFactory"/> has precedence, if it is ours; then come the options,
/// then the additional properties.
/// </summary>
internal static class EffectiveOptions
{
    /// <param name="options">The caller's options.</param>
    /// <param name="client">The client that the factory gets; null to ignore the factory.</param>
    /// <exception cref="EdgeOptionException">A known additional property has a value of the wrong kind.</exception>
    public static EdgeChatOptions Of(ChatOptions? options, IChatClient? client)
    {
        var common = options is EdgeChatOptions own ? (EdgeChatOptions)own.Clone() : new EdgeChatOptions(options);
        var raw = client is null ? null : options?.RawRepresentationFactory?.Invoke(client) as EdgeChatOptions;
        var effective = raw is null ? common : Merge((EdgeChatOptions)raw.Clone(), common);
        AddValues(new(options?.AdditionalProperties), effective);
        return effective;
    }

    private static EdgeChatOptions Merge(EdgeChatOptions effective, EdgeChatOptions common)
    {
        effective.ConversationId ??= common.ConversationId;
        effective.Instructions ??= common.Instructions;
        effective.MaxOutputTokens ??= common.MaxOutputTokens;
        effective.Seed ??= common.Seed;
        effective.Reasoning ??= common.Reasoning;
        effective.ResponseFormat ??= common.ResponseFormat;
        effective.ModelId ??= common.ModelId;
        effective.StopSequences ??= common.StopSequences;
        effective.AllowMultipleToolCalls ??= common.AllowMultipleToolCalls;
        effective.ToolMode ??= common.ToolMode;
        effective.Tools ??= common.Tools;
        effective.ContinuationToken ??= common.ContinuationToken;
        effective.AdditionalProperties ??= common.AdditionalProperties;
        foreach (var parameter in SamplingParameters.All)
        {
            if (!parameter.IsSet(effective))
                parameter.Copy(common, effective);
        }

        effective.DrySequenceBreakers ??= common.DrySequenceBreakers;
        effective.LogitBias ??= common.LogitBias;
        effective.Grammar ??= common.Grammar;
        effective.RawPrompt |= common.RawPrompt;
        return effective;
    }

    private static void AddValues(AdditionalValues values, EdgeChatOptions effective)
    {
        foreach (var parameter in SamplingParameters.All)
        {
            if (!parameter.IsSet(effective) && values.Number(parameter.IsWhole, parameter.Names) is { } number)
                parameter.Set(effective, number);
        }

        effective.DrySequenceBreakers ??= values.Texts("dry_sequence_breakers");
        effective.LogitBias ??= values.Biases("logit_bias");
        effective.Grammar ??= values.Text("grammar");
    }
}
