using Edge.AI.Grammars;
using Edge.AI.Inference;
using Edge.AI.Tools;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat;

/// <summary>A caller's options, checked: nothing out of range, and nothing asked for that can't be served.</summary>
internal sealed class ChatRequest
{
    private const int MaxStopSequences = 256;

    private readonly EdgeChatOptions _options;

    private ChatRequest(EdgeChatOptions options, EdgeModel model)
    {
        _options = options;
        MaxTokens = options.MaxOutputTokens ?? int.MaxValue;
        Tools = ToolSet.From(options);
        StopStrings = [.. options.StopSequences ?? [], .. model.Chat?.Stop ?? []];
        Grammar = options.Grammar is { } gbnf ? GrammarOf(gbnf) : null;
        if (ResponseFormat?.Schema is { } schema)
            HalfCharacters.Refuse(schema, nameof(options.ResponseFormat));
    }

    /// <summary>How many tokens the answer may have.</summary>
    public int MaxTokens { get; }

    /// <summary>Strings that end the answer: the caller's and the model's.</summary>
    public IReadOnlyList<string> StopStrings { get; }

    /// <summary>The JSON that the answer must be; null for any text.</summary>
    public ChatResponseFormatJson? ResponseFormat => _options.ResponseFormat as ChatResponseFormatJson;

    /// <summary>The caller's own grammar; null for none.</summary>
    public GrammarConstraint? Grammar { get; }

    /// <summary>What the system says before all messages; null for nothing.</summary>
    public string? Instructions => _options.Instructions;

    /// <summary>The tools that the model may call; null for none.</summary>
    public ToolSet? Tools { get; }

    /// <summary>How much the model should think; null leaves it to its template.</summary>
    public ReasoningEffort? Effort => _options.Reasoning?.Effort;

    /// <summary>Checks a copy of the options, before anything expensive begins.</summary>
    /// <param name="options">The caller's options; null for none.</param>
    /// <param name="model">The model that is to answer.</param>
    /// <param name="client">Who is asked, for <see cref="ChatOptions.RawRepresentationFactory"/>; null where there is no such client.</param>
    /// <exception cref="EdgeOptionException">An option is out of range or can't be served.</exception>
    public static ChatRequest From(ChatOptions? options, EdgeModel model, IChatClient? client = null)
    {
        var effective = EffectiveOptions.Of(options, client);
        RefuseWhatIsNotServed(effective);
        SamplingOptions.Demand(effective);
        return new(effective, model);
    }

    /// <summary>How tokens are chosen: as the caller says, else as the model does.</summary>
    public SamplingSettings Sampling(SamplingSettings modelDefaults) => _options.Over(modelDefaults);

    /// <summary>Whether the caller wants to see this piece of the answer.</summary>
    public bool Shows(AIContent content) => content is not TextReasoningContent || _options.Reasoning?.Output != ReasoningOutput.None;

    private static void RefuseWhatIsNotServed(ChatOptions options)
    {
        if (options.ContinuationToken is not null)
            throw new EdgeOptionException(nameof(options.ContinuationToken), "this client never issued it.", "Send the request again without it.");
        if (options.ConversationId is not null)
            throw new EdgeOptionException(nameof(options.ConversationId), "this client keeps no conversations.", "Send the whole history with each request and leave ConversationId null.");
        if (options.StopSequences?.Count > MaxStopSequences)
            throw new EdgeOptionException(nameof(options.StopSequences), $"there are {options.StopSequences.Count} of them, the most is {MaxStopSequences}.", "Send fewer; each is searched for in every piece of the answer.");
        if (options.StopSequences?.Any(string.IsNullOrEmpty) == true)
            throw new EdgeOptionException(nameof(options.StopSequences), "one of them is empty, which would stop every answer at once.", "Remove it.");
        if (new SamplingProperties(options.AdditionalProperties).Mentions("lora", "lora_scale", "lora_adapters") is { } adapters)
            throw new EdgeOptionException($"{nameof(options.AdditionalProperties)}[\"{adapters}\"]", "adapters belong to a client, not to a request.", $"Set {nameof(EdgeChatClientOptions)}.{nameof(EdgeChatClientOptions.LoraAdapters)} and choose between clients.");
    }

    private GrammarConstraint GrammarOf(string gbnf)
    {
        if (ResponseFormat is not null)
            throw new EdgeOptionException(nameof(_options.Grammar), "the answer can't follow a JSON response format as well.", "Leave one of them out.");
        if (Tools is not null)
            throw new EdgeOptionException(nameof(_options.Grammar), "an answer that follows it calls no tools.", "Leave the tools out, or set ToolMode to ChatToolMode.None.");

        GrammarConstraint grammar = new(gbnf);
        grammar.Compile();
        return grammar;
    }
}
