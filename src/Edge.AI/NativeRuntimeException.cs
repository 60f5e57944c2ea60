namespace Edge.AI;

/// <summary>The llama.cpp runtime was not found (<c>EDGE_RUNTIME_MISSING</c>), lacks a part (<c>EDGE_RUNTIME_INCOMPLETE</c>), or cannot be used (<c>EDGE_RUNTIME_INCOMPATIBLE</c>).</summary>
public sealed class NativeRuntimeException : EdgeAIException
{
    internal NativeRuntimeException(string code, string message, string hint, IReadOnlyList<string> pathsTried, Exception? innerException = null)
        : base(code, message, hint, innerException: innerException) => PathsTried = pathsTried;

    /// <summary>Gets every path that was tried, in order.</summary>
    public IReadOnlyList<string> PathsTried { get; }
}
