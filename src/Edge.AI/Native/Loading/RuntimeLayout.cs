namespace Edge.AI.Native.Loading;

/// <summary>What the files of a runtime are called, and where they are.</summary>
[Flags]
internal enum RuntimeLayout
{
    /// <summary><c>Edge.AI.Runtime</c>: the names of ggml and llama contain a version (<c>libllama.v0.4.0.so</c>), and ggml loads its backends from the folder.</summary>
    EdgeAI = 1,

    /// <summary><c>LLamaSharp.Backend.*</c>, and builds of llama.cpp itself: names without a version. There may be a folder for each level of the processor.</summary>
    LLamaSharp = 2,

    Any = EdgeAI | LLamaSharp,
}
