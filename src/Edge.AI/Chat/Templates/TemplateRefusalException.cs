namespace Edge.AI.Chat.Templates;

/// <summary>
/// The template called <c>raise_exception</c>: it is in order, but refuses this conversation, in its own words (<c>EDGE_OPTION_UNSUPPORTED</c>).
/// </summary>
internal sealed class TemplateRefusalException : EdgeAIException
{
    public TemplateRefusalException(string templateName, string reason)
        : base(
            EdgeErrorCodes.OptionUnsupported,
            $"The chat template of '{templateName}' refuses this conversation: {reason}",
            "Send messages that the model was made for, or set a template that takes them with the ChatTemplate option.") => Reason = reason;

    /// <summary>What the template said.</summary>
    public string Reason { get; }
}
