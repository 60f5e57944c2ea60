using System.Runtime.InteropServices;
using Edge.AI.Bench.Inference.Contestants;

namespace Edge.AI.Bench.Inference;

/// <summary>The llama.cpp of our contestants, as <c>--runtime</c> names it.</summary>
internal static class RuntimeChoice
{
    public const string EdgeAI = "EdgeAI", LLamaSharp = "LLamaSharp";

    /// <summary>The folder of a runtime; null without a choice, for the usual search.</summary>
    public static string? FolderOf(string? runtime) => runtime switch
    {
        null => null,
        EdgeAI => Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native"),
        LLamaSharp => LLamaSharpPeer.RuntimeFolder,
        _ => Path.GetFullPath(runtime),
    };
}
