namespace Edge.AI;

/// <summary>The prompt is longer than the context (<c>EDGE_CONTEXT_EXCEEDED</c>); nothing was decoded.</summary>
public sealed class ContextExceededException : EdgeAIException
{
    internal ContextExceededException(int promptTokens, int availableTokens)
        : this(promptTokens, availableTokens, counted: $"{promptTokens}")
    {
    }

    private ContextExceededException(int promptTokens, int availableTokens, string counted)
        : base(
            EdgeErrorCodes.ContextExceeded,
            $"The prompt has {counted} tokens, the context has room for {availableTokens}.",
            "Send fewer or shorter messages, or raise ContextSize up to the model's context length.")
    {
        PromptTokens = promptTokens;
        AvailableTokens = availableTokens;
    }

    /// <summary>A prompt that was given up before all of it was tokenized, because it is certain that it can't fit.</summary>
    internal static ContextExceededException AtLeast(int promptTokens, int availableTokens) => new(promptTokens, availableTokens, $"at least {promptTokens}");

    /// <summary>Tokens of the prompt. One that is far too long is not tokenized to its end: then it is a number that the prompt has at least.</summary>
    public int PromptTokens { get; }

    /// <summary>Tokens that a prompt may have at most, one being kept for the answer.</summary>
    public int AvailableTokens { get; }
}
