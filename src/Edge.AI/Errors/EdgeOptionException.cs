namespace Edge.AI;

/// <summary>An option was given that can't be served (<c>EDGE_OPTION_UNSUPPORTED</c>). Edge.AI never drops one silently.</summary>
public sealed class EdgeOptionException : EdgeAIException
{
    internal EdgeOptionException(string option, string problem, string hint)
        : base(EdgeErrorCodes.OptionUnsupported, $"{option}: {problem}", hint) => Option = option;

    /// <summary>The option's name.</summary>
    public string Option { get; }
}
