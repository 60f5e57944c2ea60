using System.Collections.Frozen;
using System.Text;
using Edge.AI.Chat.Answers;
using Edge.AI.Grammars;
using Edge.AI.Inference;
using Edge.AI.Tools;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat;

/// <summary>The validated options of a request: every value is in range, and everything asked for can be served.</summary>
internal sealed class ChatRequest
{
    private const int MaxStopSequences = 256;

    /// <summary>llama.cpp searches the whole vocabulary for each sequence breaker.</summary>
    private const int MaxBreakers = 32;

    /// <summary>llama.cpp cuts longer sequence breakers, even inside of a character.</summary>
    private const int MaxBreakerBytes = 40;

    private readonly EdgeChatOptions _options;

    private ChatRequest(EdgeChatOptions options, EdgeModel model)
    {
        _options = options;
        Tools = ToolSet.From(options);
        StopStrings = [.. options.StopSequences ?? [], .. model.Chat?.Stop ?? []];
        RefuseGrammarBesideOthers();
        if (IsRaw && Tools is not null)
            throw new EdgeOptionException(nameof(_options.RawPrompt), "a raw prompt cannot be combined with tools.", "Write the tools into the prompt, in the model's own format.");
        if (ResponseFormat?.Schema is { } schema)
            SchemaSurrogates.Refuse(schema, nameof(options.ResponseFormat));
    }

    /// <summary>The most tokens that the answer may have.</summary>
    public int MaxTokens => _options.MaxOutputTokens ?? int.MaxValue;

    /// <summary>Strings that end the answer: those of the caller and those of the model.</summary>
    public IReadOnlyList<string> StopStrings { get; }

    /// <summary>The JSON that the answer must be; null for any text.</summary>
    public ChatResponseFormatJson? ResponseFormat => _options.ResponseFormat as ChatResponseFormatJson;

    /// <summary>The caller's own grammar; null for none.</summary>
    public string? Gbnf => _options.Grammar;

    /// <summary>Whether the messages are the whole prompt, without a chat template.</summary>
    public bool IsRaw => _options.RawPrompt;

    /// <summary>Text for a system message before all others; null for none.</summary>
    public string? Instructions => _options.Instructions;

    /// <summary>The tools that the model may call; null for none.</summary>
    public ToolSet? Tools { get; }

    /// <summary>How much the model should reason; null for the default of its template.</summary>
    public ReasoningEffort? Effort => _options.Reasoning?.Effort;

    /// <summary>Copies and validates options, before anything expensive begins.</summary>
    /// <param name="options">The caller's options; null for none.</param>
    /// <param name="model">The model that the request is for.</param>
    /// <param name="client">The client for <see cref="ChatOptions.RawRepresentationFactory"/>; null to ignore the factory.</param>
    /// <exception cref="EdgeOptionException">An option is out of range or cannot be served.</exception>
    public static ChatRequest From(ChatOptions? options, EdgeModel model, IChatClient? client = null)
    {
        var effective = EffectiveOptions.Of(options, client);
        RefuseUnsupported(effective);
        ValidateSampling(effective);
        return new(effective, model);
    }

    /// <summary>Returns how tokens are chosen: by the options, or by the model's defaults where an option is not set.</summary>
    public SamplingSettings Sampling(SamplingSettings modelDefaults)
    {
        var settings = SamplingParameters.All.Aggregate(modelDefaults, (settings, parameter) => parameter.Apply(_options, settings));
        return settings with
        {
            Seed = _options.Seed is { } seed ? Fold(seed) : settings.Seed,
            DrySequenceBreakers = _options.DrySequenceBreakers?.ToArray() ?? settings.DrySequenceBreakers,
            LogitBias = _options.LogitBias?.ToFrozenDictionary() ?? settings.LogitBias,
        };
    }

    /// <summary>Compiles the caller's own grammar, or the schema of the response format, so that a mistake is found before the model is loaded.</summary>
    /// <exception cref="EdgeOptionException">The grammar is not valid, or no JSON value satisfies the schema.</exception>
    public void ValidateGrammar(AnswerGrammars grammars, CancellationToken cancellationToken)
    {
        if (Gbnf is not null)
            grammars.Own(Gbnf, reasoningEnd: null, cancellationToken);
        else
            grammars.Validate(ResponseFormat, cancellationToken);
    }

    /// <summary>Returns the grammar of the answer; null if it may be any text.</summary>
    /// <param name="grammars">The compiled grammars.</param>
    /// <param name="format">What the model's answers look like.</param>
    /// <param name="isReasoning">Whether the prompt ends inside the reasoning.</param>
    /// <param name="cancellationToken">Cancels compiling.</param>
    public GrammarConstraint? GrammarOf(AnswerGrammars grammars, AnswerFormat format, bool isReasoning, CancellationToken cancellationToken) =>
        Gbnf is not null ? grammars.Own(Gbnf, isReasoning ? format.Reasoning?.Close : null, cancellationToken) : grammars.For(format, Tools, ResponseFormat, isReasoning, cancellationToken);

    /// <summary>Whether the caller wants this content.</summary>
    public bool Includes(AIContent content) => content is not TextReasoningContent || _options.Reasoning?.Output != ReasoningOutput.None;

    private static void RefuseUnsupported(ChatOptions options)
    {
        if (options.ContinuationToken is not null)
            throw new EdgeOptionException(nameof(options.ContinuationToken), "this client does not issue continuation tokens.", "Send the request again without the token.");
        if (options.ConversationId is not null)
            throw new EdgeOptionException(nameof(options.ConversationId), "this client does not store conversations.", "Send the whole history with each request, and set ConversationId to null.");
        if (options.StopSequences?.Count > MaxStopSequences)
            throw new EdgeOptionException(nameof(options.StopSequences), $"the list has {options.StopSequences.Count} strings; {MaxStopSequences} are allowed.", "Send fewer stop sequences.");
        if (options.StopSequences?.Any(string.IsNullOrEmpty) == true)
            throw new EdgeOptionException(nameof(options.StopSequences), "one of the strings is empty, which would stop every answer at once.", "Remove the empty string.");
        if (new AdditionalValues(options.AdditionalProperties).Mentions("lora", "lora_scale", "lora_adapters") is { } adapters)
            throw new EdgeOptionException($"{nameof(options.AdditionalProperties)}[\"{adapters}\"]", "adapters cannot be set for one request.", $"Set {nameof(EdgeChatClientOptions)}.{nameof(EdgeChatClientOptions.LoraAdapters)}, and register one client for each set of adapters.");
    }

    private static void ValidateSampling(EdgeChatOptions options)
    {
        if (options.MaxOutputTokens < 1)
            throw SamplingParameter<int>.OutOfRange(nameof(options.MaxOutputTokens), options.MaxOutputTokens.Value, 1, int.MaxValue);
        foreach (var parameter in SamplingParameters.All)
            parameter.Validate(options);
        foreach (var (token, bias) in options.LogitBias ?? FrozenDictionary<int, float>.Empty)
        {
            if (token < 0)
                throw SamplingParameter<int>.OutOfRange($"{nameof(options.LogitBias)}, token", token, 0, int.MaxValue);
            if (!float.IsFinite(bias) && !float.IsNegativeInfinity(bias))
                throw SamplingParameter<float>.OutOfRange($"{nameof(options.LogitBias)}, token {token}", bias, float.MinValue, float.MaxValue);
        }

        ValidateBreakers(options.DrySequenceBreakers ?? []);
    }

    private static void ValidateBreakers(ICollection<string> breakers)
    {
        const string Option = nameof(EdgeChatOptions.DrySequenceBreakers);
        if (breakers.Count > MaxBreakers)
            throw new EdgeOptionException(Option, $"the list has {breakers.Count} texts; {MaxBreakers} are allowed.", "Send fewer texts, or leave them out.");

        foreach (var (index, text) in breakers.Index())
        {
            var bytes = string.IsNullOrEmpty(text) ? 0 : Encoding.UTF8.GetByteCount(text);
            if (bytes is 0 or > MaxBreakerBytes)
                throw new EdgeOptionException($"{Option}[{index}]", $"the text has {bytes} bytes of UTF-8.", $"Use a text of 1 to {MaxBreakerBytes} bytes, or remove it.");
        }
    }

    private void RefuseGrammarBesideOthers()
    {
        if (Gbnf is null)
            return;
        if (ResponseFormat is not null)
            throw new EdgeOptionException(nameof(_options.Grammar), "a grammar cannot be combined with a JSON response format.", "Set one of the two.");
        if (Tools is not null)
            throw new EdgeOptionException(nameof(_options.Grammar), "a grammar cannot be combined with tools.", "Remove the tools, or set ToolMode to ChatToolMode.None.");
    }

    /// <summary>llama.cpp's seeds have 32 bits, and the highest one asks for a random seed.</summary>
    private static uint Fold(long seed) => (uint)((ulong)(seed ^ (seed >>> 32)) % uint.MaxValue);
}
