using Edge.AI.Inference;
using Microsoft.Extensions.AI;

namespace Edge.AI;

/// <summary>
/// The options of one request, with those that Edge.AI adds to <see cref="ChatOptions"/>. Pass them instead of <see cref="ChatOptions"/>, or return them from
/// <see cref="ChatOptions.RawRepresentationFactory"/>: then they have precedence, and values that they do not set are taken from the <see cref="ChatOptions"/>.
/// </summary>
/// <remarks>
/// The same options can be set in <see cref="ChatOptions.AdditionalProperties"/> by their usual names, in any spelling: <c>min_p</c>, <c>typical_p</c>,
/// <c>top_n_sigma</c>, <c>xtc_probability</c>, <c>xtc_threshold</c>, <c>dynatemp_range</c>, <c>dynatemp_exponent</c>, <c>repeat_penalty</c>,
/// <c>repeat_last_n</c>, <c>dry_multiplier</c>, <c>dry_base</c>, <c>dry_allowed_length</c>, <c>dry_penalty_last_n</c>, <c>dry_sequence_breakers</c>,
/// <c>mirostat</c>, <c>mirostat_tau</c>, <c>mirostat_eta</c>, <c>logit_bias</c>, <c>grammar</c>. Every default comes from the model file, or from llama.cpp
/// if the file does not contain it.
/// <para>
/// With an equal <see cref="ChatOptions.Seed"/>, an equal prompt and equal options give an equal answer on the same machine, with the same runtime, model file and
/// load options, if no other request runs at the same time. The choice of tokens depends only on the seed and the logits. When other requests run,
/// the logits are computed in other batches and rounded differently, which can change a choice between nearly equal tokens; <see cref="EdgeChatClientOptions.ReproducibleSeeds"/>
/// prevents that, but not the effect of gaps in the key-value cache that other requests leave behind: they change the order of sums.
/// </para>
/// </remarks>
public sealed class EdgeChatOptions : ChatOptions
{
    /// <summary>Initializes options in which nothing is set.</summary>
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
        RawPrompt = other.RawPrompt;
    }

    /// <summary>Gets or sets min-p, from 0 (keeps all tokens) to 1: only tokens that are at least this many times as probable as the most probable token are kept. llama.cpp's default is 0.05.</summary>
    public float? MinP { get; set; }

    /// <summary>Gets or sets typical-p, from 0 to 1 (keeps all tokens): the most typical tokens that together reach this probability are kept. llama.cpp's default is 1.</summary>
    public float? TypicalP { get; set; }

    /// <summary>Gets or sets top-n-sigma, from -100 to 100: only tokens whose logits are within this number of standard deviations of the greatest are kept. 0 or less, llama.cpp's default, keeps all tokens.</summary>
    public float? TopNSigma { get; set; }

    /// <summary>Gets or sets the probability of XTC, from 0 (never) to 1. XTC excludes all tokens above <see cref="XtcThreshold"/> except the least probable one. The default is 0.</summary>
    public float? XtcProbability { get; set; }

    /// <summary>Gets or sets how probable a token must be for XTC to exclude it, from 0 to 1. Above 0.5, XTC excludes no token. llama.cpp's default is 0.1.</summary>
    public float? XtcThreshold { get; set; }

    /// <summary>Gets or sets how far the temperature moves up and down with the model's certainty, from 0 to 100. The default is 0.</summary>
    public float? DynamicTemperatureRange { get; set; }

    /// <summary>Gets or sets the exponent that turns certainty into temperature, from 0.001 to 100. llama.cpp's default is 1, which is linear.</summary>
    public float? DynamicTemperatureExponent { get; set; }

    /// <summary>Gets or sets the divisor for the logits of recent tokens, from 0.001 to 100. The default is 1, which changes nothing.</summary>
    public float? RepeatPenalty { get; set; }

    /// <summary>Gets or sets how many of the last tokens, including those of the prompt, the repeat, frequency and presence penalties apply to, from 0 to 1,048,576. llama.cpp's default is 64.</summary>
    public int? PenaltyLastTokens { get; set; }

    /// <summary>Gets or sets how strongly DRY penalizes tokens that would continue a repetition, from 0 (not at all) to 100. The default is 0.</summary>
    public float? DryMultiplier { get; set; }

    /// <summary>Gets or sets the factor by which DRY's penalty grows with each token of the repetition, from 1 to 100. llama.cpp's default is 1.75.</summary>
    public float? DryBase { get; set; }

    /// <summary>Gets or sets the length of repetitions that DRY does not penalize, in tokens, from 0 to 1,048,576. llama.cpp's default is 2.</summary>
    public int? DryAllowedLength { get; set; }

    /// <summary>Gets or sets how many of the last tokens, including those of the prompt, DRY searches for repetitions, from 0 to 1,048,576. llama.cpp's default is 64.</summary>
    public int? DryLastTokens { get; set; }

    /// <summary>Gets or sets texts that end a repetition for DRY: up to 32, each of 1 to 40 bytes of UTF-8. llama.cpp's default is a line break, a colon, a quotation mark and an asterisk.</summary>
    public IList<string>? DrySequenceBreakers { get; set; }

    /// <summary>Gets or sets the version of Mirostat, 1 or 2, that replaces top-k, top-p and the other filters. The default is 0: no Mirostat.</summary>
    public int? Mirostat { get; set; }

    /// <summary>Gets or sets Mirostat's target surprise, from 0.001 to 100. llama.cpp's default is 5.</summary>
    public float? MirostatTau { get; set; }

    /// <summary>Gets or sets Mirostat's learning rate, from 0.001 to 100. llama.cpp's default is 0.1.</summary>
    public float? MirostatEta { get; set; }

    /// <summary>Gets or sets values that are added to the logits of tokens, by token id. Negative infinity excludes a token. Ids that the model does not have are ignored.</summary>
    public IDictionary<int, float>? LogitBias { get; set; }

    /// <summary>
    /// Gets or sets a grammar in llama.cpp's notation (GBNF) that the whole answer follows, from its rule <c>root</c>. Reasoning is free. The text may have up to 4,194,304 characters.
    /// The default, <see langword="null"/>, allows any text. A grammar that is not valid is an error with line and column, and so is a grammar combined with tools or with a JSON
    /// response format.
    /// </summary>
    public string? Grammar { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether the text of the messages is the whole prompt, which the model continues as it is: no chat template is used, and control tokens in
    /// the text take effect. Never set it for text that others can write. It cannot be combined with tools. The default is <see langword="false"/>.
    /// </summary>
    public bool RawPrompt { get; set; }

    /// <summary>Creates a copy of these options.</summary>
    /// <returns>The copy.</returns>
    public override ChatOptions Clone() => new EdgeChatOptions(this);
}
