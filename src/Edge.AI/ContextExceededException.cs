namespace Edge.AI;

/// <summary>The prompt, or a text to embed, is longer than the context (<c>EDGE_CONTEXT_EXCEEDED</c>). It is thrown before prefill.</summary>
public sealed class ContextExceededException : EdgeAIException
{
    internal ContextExceededException(int promptTokens, int availableTokens)
        : this(promptTokens, availableTokens, counted: $"{promptTokens}")
    {
    }

    private ContextExceededException(int promptTokens, int availableTokens, string counted)
        : this(
            promptTokens,
            availableTokens,
            $"The prompt has {counted} tokens; the context has room for {availableTokens}.",
            "Send fewer or shorter messages, or raise ContextSize up to the model's context length.")
    {
    }

    private ContextExceededException(int promptTokens, int availableTokens, string message, string hint)
        : base(EdgeErrorCodes.ContextExceeded, message, hint)
    {
        PromptTokens = promptTokens;
        AvailableTokens = availableTokens;
    }

    /// <summary>The error for a prompt that was not tokenized to its end, because it is already longer than the context.</summary>
    internal static ContextExceededException AtLeast(int promptTokens, int availableTokens) => new(promptTokens, availableTokens, $"at least {promptTokens}");

    /// <summary>The error for a text that is too long to be embedded.</summary>
    internal static ContextExceededException OfText(int index, string counted, int tokens, int availableTokens) => new(
        tokens,
        availableTokens,
        $"Text {index} has {counted} tokens; the context has room for {availableTokens}.",
        "Split the text, raise ContextSize up to the model's context length, or set Truncate to leave the end of long texts out.");

    /// <summary>Gets the number of tokens in the prompt or text. If it is far too long, this is a lower bound.</summary>
    public int PromptTokens { get; }

    /// <summary>Gets the most tokens that a prompt or text may have. Behind a prompt, one token of the context is kept for the answer.</summary>
    public int AvailableTokens { get; }
}
