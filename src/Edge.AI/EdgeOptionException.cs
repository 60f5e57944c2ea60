namespace Edge.AI;

/// <summary>An option or a message has a value that cannot be served (<c>EDGE_OPTION_UNSUPPORTED</c>). Edge.AI never drops an option silently.</summary>
public sealed class EdgeOptionException : EdgeAIException
{
    internal EdgeOptionException(string option, string problem, string hint, Exception? innerException = null)
        : base(EdgeErrorCodes.OptionUnsupported, $"{option}: {problem}", hint, innerException: innerException) => Option = option;

    /// <summary>Gets the name of the option, or the place in the messages, for example <c>messages[2]</c>.</summary>
    public string Option { get; }
}
