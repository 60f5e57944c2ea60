namespace Edge.AI.Native.Loading;

/// <summary>
/// Orders the builds of the CPU backend for x64 by their scores (<c>ggml_backend_score</c>). The first build that this processor can run is the best one, so no other is loaded.
/// <c>ggml_backend_load_all_from_path</c> loads all of them to ask for their scores.
/// </summary>
internal static class ProcessorBackends
{
    // In the order of the scores in ggml-cpu/arch/x86/cpu-feats.cpp, with the level of ProcessorLevels that each contains.
    private static readonly (string Build, string Level)[] s_builds =
    [
        ("sapphirerapids", "avx512"), ("zen4", "avx512"), ("cooperlake", "avx512"), ("icelake", "avx512"), ("cascadelake", "avx512"), ("cannonlake", "avx512"), ("skylakex", "avx512"),
        ("alderlake", "avx2"), ("haswell", "avx2"),
        ("piledriver", "avx"), ("ivybridge", "noavx"), ("sandybridge", "noavx"), ("sse42", "noavx"), ("x64", "noavx"),
    ];

    /// <summary>The files that this processor may be able to run, the fastest first. None if the folder has another backend, such as one for a GPU: ggml knows their order.</summary>
    /// <param name="folder">The folder of a runtime.</param>
    /// <param name="levels">The levels that this processor can run.</param>
    public static IReadOnlyList<string> In(string folder, IReadOnlyList<string> levels)
    {
        var others = Directory.EnumerateFiles(folder, LibraryNames.FileOf("ggml-*")).Select(Path.GetFileName).Except([LibraryNames.FileOf("ggml-base"), .. s_builds.Select(each => FileOf(each.Build))], StringComparer.Ordinal);
        return others.Any() ? [] : [.. s_builds.Where(each => levels.Contains(each.Level, StringComparer.Ordinal)).Select(each => Path.Combine(folder, FileOf(each.Build))).Where(File.Exists)];
    }

    private static string FileOf(string build) => LibraryNames.FileOf($"ggml-cpu-{build}");
}
