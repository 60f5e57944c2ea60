using Edge.AI.Inference;
using Edge.AI.Testing.Gguf;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.HostProcess;

/// <summary>Loads faulty files one after the other, with the real llama.cpp behind the checks, and tells what became of each.</summary>
internal static class HostileFiles
{
    public static async Task LoadAsync(string folder, int seed, int count, IEnumerable<string> sound)
    {
        var path = Path.Combine(folder, "hostile.gguf");
        foreach (var (name, bytes) in HostileGguf.Make(seed, count, [.. sound.Select(File.ReadAllBytes)]))
        {
            await File.WriteAllBytesAsync(path, bytes);
            Console.Write($"{name}: ");
            Console.WriteLine(await TryAsync(path));
        }
    }

    /// <summary>Loads a file and generates, freely and along a grammar; says what it came to.</summary>
    public static async Task<string> TryAsync(string path)
    {
        try
        {
            await using var model = await LoadedModel.LoadAsync(path, new() { ContextSize = 64, MaxConcurrency = 1, Threads = 1 }, NullLoggerFactory.Instance);
            var prompt = model.Vocabulary.Tokenize("Hello, żółw!", addSpecial: true, parseSpecial: true);
            await foreach (var _ in model.Generate(new(prompt, new() { Temperature = 0 }, 4)).ReadAsync(CancellationToken.None))
            {
            }

            // What a grammar does with each token's characters is another thing that a vocabulary can break.
            await foreach (var _ in model.Generate(new(prompt, new() { Temperature = 0 }, 4) { Grammar = new("root ::= \"{\" [^\\x00]* \"}\"") }).ReadAsync(CancellationToken.None))
            {
            }

            return "loaded";
        }
        catch (EdgeAIException error)
        {
            return $"{error.Code} {error.Message}";
        }
    }
}
