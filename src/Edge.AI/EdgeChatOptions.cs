using Edge.AI.Inference;
using Microsoft.Extensions.AI;

namespace Edge.AI;

/// <summary>
/// What Edge.AI can do beyond <see cref="ChatOptions"/>. Give it in place of them, or return it from
/// <see cref="ChatOptions.RawRepresentationFactory"/>: what it sets comes first, what it leaves unset comes from the options beside it.
/// </summary>
/// <remarks>
/// The same can be said through <see cref="ChatOptions.AdditionalProperties"/> by the usual names, in any spelling: <c>min_p</c>, <c>typical_p</c>,
/// <c>top_n_sigma</c>, <c>xtc_probability</c>, <c>xtc_threshold</c>, <c>dynatemp_range</c>, <c>dynatemp_exponent</c>, <c>repeat_penalty</c>,
/// <c>repeat_last_n</c>, <c>dry_multiplier</c>, <c>dry_base</c>, <c>dry_allowed_length</c>, <c>dry_penalty_last_n</c>, <c>dry_sequence_breakers</c>,
/// <c>mirostat</c>, <c>mirostat_tau</c>, <c>mirostat_eta</c>, <c>logit_bias</c>, <c>grammar</c>. Every default is the model's own, from its file, and llama.cpp's where
/// the file says nothing.
/// <para>
/// An equal <see cref="ChatOptions.Seed"/> gives an equal answer to an equal prompt with equal options on the same machine, with the same runtime, model file and
/// load options, as long as no other request runs at the same time. The choice of tokens depends on nothing but the seed and the logits. Beside other requests,
/// the logits are computed in other batches and rounded differently, which can tip a choice between nearly equal tokens; <see cref="EdgeChatClientOptions.ReproducibleSeeds"/>
/// rules that out. What remains are gaps in the key-value cache that other requests leave behind, which change the order of sums.
/// </para>
/// </remarks>
public sealed class EdgeChatOptions : ChatOptions
{
    /// <summary>Creates options with nothing set.</summary>
    public EdgeChatOptions()
    {
    }

    /// <summary>Copies common options.</summary>
    internal EdgeChatOptions(ChatOptions? common)
        : base(common)
    {
    }

    private EdgeChatOptions(EdgeChatOptions other)
        : base(other)
    {
        foreach (var parameter in SamplingParameters.All)
            parameter.Copy(other, this);
        DrySequenceBreakers = other.DrySequenceBreakers is null ? null : [.. other.DrySequenceBreakers];
        LogitBias = other.LogitBias is null ? null : new Dictionary<int, float>(other.LogitBias);
        Grammar = other.Grammar;
    }

    /// <summary>Keeps tokens at least this many times as probable as the most probable one. From 0 (keeps all) to 1; llama.cpp's default is 0.05.</summary>
    public float? MinP { get; set; }

    /// <summary>Keeps the most typical tokens that together reach this probability. From 0 to 1 (keeps all); llama.cpp's default is 1.</summary>
    public float? TypicalP { get; set; }

    /// <summary>Keeps tokens whose logits are within so many standard deviations of the greatest. From -100 to 100; 0 or less keeps all, as llama.cpp does by default.</summary>
    public float? TopNSigma { get; set; }

    /// <summary>The probability with which all but the least probable token above <see cref="XtcThreshold"/> are excluded. From 0 (never, the default) to 1.</summary>
    public float? XtcProbability { get; set; }

    /// <summary>How probable a token must be for XTC to exclude it. From 0 to 1, above 0.5 never; llama.cpp's default is 0.1.</summary>
    public float? XtcThreshold { get; set; }

    /// <summary>How far the temperature moves with the model's certainty, both ways. From 0, the default, to 100.</summary>
    public float? DynamicTemperatureRange { get; set; }

    /// <summary>How certainty becomes temperature. From 0.001 to 100; llama.cpp's default is 1, linear.</summary>
    public float? DynamicTemperatureExponent { get; set; }

    /// <summary>Divides the logits of tokens that occurred lately. From 0.001 to 100; 1, the default, changes nothing.</summary>
    public float? RepeatPenalty { get; set; }

    /// <summary>How many of the last tokens, the prompt's included, the repeat, frequency and presence penalties look at. From 0 to 1,048,576; llama.cpp's default is 64.</summary>
    public int? PenaltyLastTokens { get; set; }

    /// <summary>How strongly DRY penalizes tokens that would go on with a repetition. From 0, not at all, the default, to 100.</summary>
    public float? DryMultiplier { get; set; }

    /// <summary>By how much DRY's penalty grows with each token of the repetition. From 1 to 100; llama.cpp's default is 1.75.</summary>
    public float? DryBase { get; set; }

    /// <summary>The length of repetitions that DRY lets pass, in tokens. From 0 to 1,048,576; llama.cpp's default is 2.</summary>
    public int? DryAllowedLength { get; set; }

    /// <summary>How many of the last tokens, the prompt's included, DRY looks at. From 0 to 1,048,576; llama.cpp's default is 64.</summary>
    public int? DryLastTokens { get; set; }

    /// <summary>Texts across which DRY sees no repetition. Up to 32 of them, each of 1 to 40 bytes of UTF-8; llama.cpp's default is a line break, a colon, a quotation mark and an asterisk.</summary>
    public IList<string>? DrySequenceBreakers { get; set; }

    /// <summary>0 for none (the default), or the version of Mirostat, 1 or 2, that chooses in place of top-k, top-p and the other filters.</summary>
    public int? Mirostat { get; set; }

    /// <summary>The surprise that Mirostat aims at. From 0.001 to 100; llama.cpp's default is 5.</summary>
    public float? MirostatTau { get; set; }

    /// <summary>How fast Mirostat learns. From 0.001 to 100; llama.cpp's default is 0.1.</summary>
    public float? MirostatEta { get; set; }

    /// <summary>What is added to the logits of tokens, by their ids; minus infinity excludes one. Ids that the model does not have are ignored.</summary>
    public IDictionary<int, float>? LogitBias { get; set; }

    /// <summary>
    /// A grammar in llama.cpp's notation (GBNF) that the whole answer follows, from its rule <c>root</c>; reasoning is free. Up to 4,194,304 characters; null, the default,
    /// for any text. A grammar that is wrong is refused with line and column, and so is one together with tools that may be called or with a JSON response format.
    /// </summary>
    public string? Grammar { get; set; }

    /// <inheritdoc />
    public override ChatOptions Clone() => new EdgeChatOptions(this);
}
