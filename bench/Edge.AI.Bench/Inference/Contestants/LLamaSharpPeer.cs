using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Edge.AI.Bench.Inference.Contestants;

/// <summary>LLamaSharp's <c>IChatClient</c>, in the program Edge.AI.Bench.LLamaSharp, which is built together with this one.</summary>
internal static class LLamaSharpPeer
{
    public const string Name = "LLamaSharp";

    /// <summary>The folder of LLamaSharp's llama.cpp for this platform, as its package lays it out: a folder for each kind of processor.</summary>
    public static string RuntimeFolder => Path.Combine(Folder, "runtimes", RuntimeInformation.RuntimeIdentifier, "native");

    private static string Folder => Path.Combine(
        Repository.Root, "bench", "Edge.AI.Bench.LLamaSharp", "bin", typeof(LLamaSharpPeer).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration);

    public static Task<Contestant> StartAsync(Setup setup) => Contestant.StartAsync(Name, Start(ContestantProcess.Verb, Contestant.Line(setup)));

    /// <summary>How its program is started.</summary>
    public static ProcessStartInfo Start(params string[] arguments) => new("dotnet", [Path.Combine(Folder, "Edge.AI.Bench.LLamaSharp.dll"), .. arguments])
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        Environment = { ["GGML_NO_BACKTRACE"] = "1" }, // ggml would start a debugger before it aborts
    };
}
