using Edge.AI.Embeddings;
using Edge.AI.Grammars;
using Edge.AI.Inference;
using Edge.AI.Testing.Gguf;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.HostProcess;

/// <summary>Loads faulty files one after the other, with the real llama.cpp behind the checks, and prints the result of each.</summary>
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

    /// <summary>
    /// Loads two models without the checks: one for which an assertion of llama.cpp fails during loading, and one for which it fails during generation. Prints the
    /// results of their requests, then loads an intact model in the same process.
    /// </summary>
    public static async Task StopAsync(string folder)
    {
        var path = Path.Combine(folder, "stopped.gguf");
        await File.WriteAllBytesAsync(path, Changed("chameleon", gguf => gguf.Metadata["chameleon.rope.dimension_count"] = 8u));
        Console.WriteLine($"loading: {await TryAsync(path, allowUnchecked: true)}");

        await File.WriteAllBytesAsync(path, Changed("minimax-m3+moe", gguf => gguf.Metadata["minimax-m3.rope.dimension_count"] = 15u));
        var model = await LoadedModel.LoadAsync(path, new() { ContextSize = 64, MaxConcurrency = 1, Threads = 1, AllowUncheckedArchitectures = true }, NullLoggerFactory.Instance);
        for (var request = 1; request <= 2; request++)
            Console.WriteLine($"request {request}: {await TryAsync(() => GenerateAsync(model, [1, 2, 3]))}");
        await model.DisposeAsync();
        Console.WriteLine("disposed");

        await File.WriteAllBytesAsync(path, ArchitectureModel.Named("llama").ToArray());
        Console.WriteLine($"afterwards: {await TryAsync(path, allowUnchecked: false)}");
    }

    private static byte[] Changed(string model, Action<GgufDocument> change)
    {
        var document = ArchitectureModel.Named(model).ToDocument(VocabularyKind.BytePair, withOptional: true);
        change(document);
        return document.ToArray();
    }

    /// <summary>Loads a file and embeds two texts; returns the result.</summary>
    public static Task<string> TryEmbeddingAsync(string path) => TryAsync(async () =>
    {
        await using var model = await EmbeddingModel.LoadAsync(path, new() { Embeds = true, ContextSize = 64, BatchSize = 64, Threads = 1 }, NullLoggerFactory.Instance);
        var texts = new[] { "Hello, żółw!", "[SEP] 你好" }.Select((text, index) => model.Tokenizer.Tokenize(text, index, truncate: true, CancellationToken.None));
        await model.EmbedAsync([.. texts], CancellationToken.None);
    });

    /// <summary>Loads a file and generates, freely and with a grammar; returns the result.</summary>
    public static Task<string> TryAsync(string path, bool allowUnchecked = false) => TryAsync(async () =>
    {
        await using var model = await LoadedModel.LoadAsync(path, new() { ContextSize = 64, MaxConcurrency = 1, Threads = 1, AllowUncheckedArchitectures = allowUnchecked }, NullLoggerFactory.Instance);
        var prompt = model.Vocabulary.Tokenize("Hello, żółw!", addSpecial: true, parseSpecial: true);
        await GenerateAsync(model, prompt);

        // A broken vocabulary may also break the grammar, which reads the characters of each token.
        await GenerateAsync(model, prompt, new(Grammar.Parse("root ::= \"{\" [^\\x00]* \"}\"")));
    });

    private static async Task GenerateAsync(LoadedModel model, int[] prompt, GrammarConstraint? grammar = null)
    {
        await foreach (var _ in model.Generate(new(prompt, new() { Temperature = 0 }, 4) { Grammar = grammar }).ReadAsync(CancellationToken.None))
        {
        }
    }

    private static async Task<string> TryAsync(Func<Task> attempt)
    {
        try
        {
            await attempt();
            return "loaded";
        }
        catch (EdgeAIException error)
        {
            return $"{error.Code} {error.Message}";
        }
    }
}
