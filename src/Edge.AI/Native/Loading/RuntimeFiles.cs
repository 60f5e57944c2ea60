namespace Edge.AI.Native.Loading;

/// <summary>The files of a llama.cpp runtime.</summary>
/// <param name="Directory">The folder of <paramref name="Llama"/>.</param>
/// <param name="Base"><c>ggml-base</c>.</param>
/// <param name="Backends">The backends that <paramref name="Ggml"/> is linked with. ggml itself loads other backends, from the folder.</param>
/// <param name="Ggml"><c>ggml</c>.</param>
/// <param name="Llama"><c>llama</c>.</param>
internal sealed record RuntimeFiles(string Directory, string Base, IReadOnlyList<string> Backends, string Ggml, string Llama)
{
    /// <summary>Whose names the files have.</summary>
    public RuntimeLayout Layout => Path.GetFileName(Llama) == LibraryNames.FileOf("llama") ? RuntimeLayout.LLamaSharp : RuntimeLayout.EdgeAI;

    /// <summary>All files, each after those that it needs.</summary>
    public IEnumerable<string> InOrder => [Base, .. Backends, Ggml, Llama];
}
