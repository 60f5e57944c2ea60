namespace Edge.AI;

/// <summary>The prompt is longer than the context (<c>EDGE_CONTEXT_EXCEEDED</c>). It is thrown before prefill.</summary>
public sealed class ContextExceededException : EdgeAIException
{
    internal ContextExceededException(int promptTokens, int availableTokens)
        : this(promptTokens, availableTokens, counted: $"{promptTokens}")
    {
    }

    private ContextExceededException(int promptTokens, int availableTokens, string counted)
        : base(
            EdgeErrorCodes.ContextExceeded,
            $"The prompt has {counted} tokens; the context has room for {availableTokens}.",
            "Send fewer or shorter messages, or raise ContextSize up to the model's context length.")
    {
        PromptTokens = promptTokens;
        AvailableTokens = availableTokens;
    }

    /// <summary>The error for a prompt that was not tokenized to its end, because it is already longer than the context.</summary>
    internal static ContextExceededException AtLeast(int promptTokens, int availableTokens) => new(promptTokens, availableTokens, $"at least {promptTokens}");

    /// <summary>Gets the number of tokens in the prompt. For a prompt that is far too long it is a lower bound.</summary>
    public int PromptTokens { get; }

    /// <summary>Gets the most tokens that a prompt may have. One token of the context is kept for the answer.</summary>
    public int AvailableTokens { get; }
}
