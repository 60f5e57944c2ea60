using System.CommandLine;
using Edge.AI.Bench.Inference.Models;

namespace Edge.AI.Bench.Inference;

/// <summary>Options that several benchmarks have, with one name and one meaning.</summary>
internal static class SharedOptions
{
    public static Option<FileInfo> Model()
    {
        var option = new Option<FileInfo>("--model") { Description = "a GGUF file with a chat template", Required = true };
        option.AcceptExistingOnly();
        return option;
    }

    public static Option<FileInfo> ModelOrRandom()
    {
        var option = new Option<FileInfo>("--model") { Description = "a GGUF file with a chat template, instead of the random model" };
        option.AcceptExistingOnly();
        return option;
    }

    public static Option<int> Rounds(int usual) => new("--rounds") { Description = "quiet rounds that count", DefaultValueFactory = _ => usual };

    public static Option<string?> Runtime() => new("--runtime") { Description = "llama.cpp of our contestants: EdgeAI, LLamaSharp, or a folder (default: the usual search)" };

    public static Option<int> Busy() => new("--busy") { Description = "processes that compute meanwhile, on purpose" };

    public static Option<string> Folder() => new("--folder") { Description = "folder that keeps models between runs", DefaultValueFactory = _ => BenchFolder.Default };

    public static Option<string> Results() => new("--results") { Description = "folder for the figures", DefaultValueFactory = _ => Path.Combine(Repository.Root, "bench", "results") };
}
