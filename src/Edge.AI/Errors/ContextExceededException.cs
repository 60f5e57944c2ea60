namespace Edge.AI;

/// <summary>The prompt is longer than the context (<c>EDGE_CONTEXT_EXCEEDED</c>); nothing was decoded.</summary>
public sealed class ContextExceededException : EdgeAIException
{
    internal ContextExceededException(int promptTokens, int availableTokens)
        : base(
            EdgeErrorCodes.ContextExceeded,
            $"The prompt has {promptTokens} tokens, the context has room for {availableTokens}.",
            "Send fewer or shorter messages, or raise ContextSize up to the model's context length.")
    {
        PromptTokens = promptTokens;
        AvailableTokens = availableTokens;
    }

    /// <summary>Tokens of the prompt.</summary>
    public int PromptTokens { get; }

    /// <summary>Tokens that a prompt may have at most, one being kept for the answer.</summary>
    public int AvailableTokens { get; }
}
