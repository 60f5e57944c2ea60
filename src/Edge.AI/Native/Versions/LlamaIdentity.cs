using System.Runtime.InteropServices;

namespace Edge.AI.Native.Versions;

/// <summary>What loaded libraries say about their version, without any struct.</summary>
/// <param name="Ggml"><c>ggml_version</c>; empty if there is no such function.</param>
/// <param name="Commit"><c>ggml_commit</c>, a hash of any length; empty if there is no such function.</param>
/// <param name="Llama"><c>llama_version</c>; null if there is no such function.</param>
internal sealed record LlamaIdentity(string Ggml, string Commit, string? Llama)
{
    private const int LeastHash = 7;

    /// <summary><see cref="Ggml"/> as numbers; null if it is something else.</summary>
    public Version? GgmlNumber => Parse(Ggml);

    /// <summary><see cref="Llama"/> as numbers; null if it is something else.</summary>
    public Version? LlamaNumber => Parse(Llama);

    /// <summary>Asks the libraries.</summary>
    public static LlamaIdentity Of(nint ggmlBase, nint llama) =>
        new(Ask(ggmlBase, "ggml_version") ?? "", Ask(ggmlBase, "ggml_commit") ?? "", Ask(llama, "llama_version"));

    /// <summary>Whether the libraries were built from a commit. Git shortens hashes to different lengths.</summary>
    public bool IsCommit(string hash) =>
        Commit.Length >= LeastHash && (hash.StartsWith(Commit, StringComparison.OrdinalIgnoreCase) || Commit.StartsWith(hash, StringComparison.OrdinalIgnoreCase));

    public override string ToString()
    {
        var ggml = Ggml.Length == 0 ? "a ggml without a version" : Commit.Length == 0 ? $"ggml {Ggml}" : $"ggml {Ggml}, commit {Commit}";
        return Llama is null ? $"a llama.cpp without a version ({ggml})" : $"llama.cpp {Llama.TrimStart('v')} ({ggml})";
    }

    private static unsafe string? Ask(nint library, string function) =>
        NativeLibrary.TryGetExport(library, function, out var export) ? Marshal.PtrToStringUTF8((nint)((delegate* unmanaged[Cdecl]<byte*>)export)()) : null;

    private static Version? Parse(string? text) => Version.TryParse(text?.TrimStart('v').Split('-', '+')[0], out var version) ? version : null;
}
