namespace Edge.AI;

/// <summary>Whose build of llama.cpp a process uses.</summary>
public enum EdgeRuntime
{
    /// <summary>
    /// The first that is found: a GPU backend of LLamaSharp whose device exists, the package <c>Edge.AI.Runtime</c>, LLamaSharp's CPU backend.
    /// An app that contains LLamaSharp itself uses LLamaSharp's natives first, because both must use the same files.
    /// </summary>
    Auto,

    /// <summary>The package <c>Edge.AI.Runtime</c>.</summary>
    EdgeAI,

    /// <summary>A package <c>LLamaSharp.Backend.*</c>.</summary>
    LLamaSharp,
}
