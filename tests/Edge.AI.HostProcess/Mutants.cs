using System.Diagnostics;
using System.Globalization;
using Edge.AI.Testing.Gguf;

namespace Edge.AI.HostProcess;

/// <summary>
/// Loads mutated models in child processes. A process loads one model after the other until it dies. Counts how many models were refused, were loaded, ended their
/// process, or gave no answer for 20 seconds.
/// </summary>
internal static class Mutants
{
    /// <summary>Mutants of models that embed text.</summary>
    public const string Encoders = "encoders";

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    /// <summary>The number of files that <see cref="ArchitectureModel"/> makes: each with all tensors, and once more without optional tensors and with another tokenizer.</summary>
    public static int Sound => ArchitectureModel.All.Count * 2;

    /// <summary>Loads a range of files, and prints a line for each.</summary>
    /// <param name="folder">The folder for the files while they are loaded.</param>
    /// <param name="kind"><c>mutants</c>, <c>encoders</c> for mutants that embed text, or <c>architectures</c> for unchanged models.</param>
    /// <param name="first">The first number.</param>
    /// <param name="end">The number after the last one.</param>
    public static async Task LoadAsync(string folder, string kind, int first, int end)
    {
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"mutant-{Environment.ProcessId}.gguf"));
        for (var number = first; number < end; number++)
        {
            var (name, bytes) = Make(kind, number);
            await File.WriteAllBytesAsync(path, bytes);
            var outcome = kind == Encoders ? await HostileFiles.TryEmbeddingAsync(path) : await HostileFiles.TryAsync(path, allowUnchecked: Environment.GetEnvironmentVariable("EDGE_AI_UNCHECKED") == "1");
            Console.WriteLine($"{number} {name}: {outcome}".ReplaceLineEndings(" "));
        }
    }

    /// <summary>Starts child processes of this program to load the files, a new one for each that died, and prints the totals.</summary>
    /// <returns>0 if no file ended its process or made it hang.</returns>
    public static async Task<int> CountAsync(string folder, string kind, int first, int count, int processes)
    {
        var share = (count + processes - 1) / processes;
        var outcomes = await Task.WhenAll(Enumerable.Range(0, processes).Select(index => CountAsync(folder, kind, first + index * share, Math.Min(first + count, first + (index + 1) * share))));
        var sums = outcomes.SelectMany(each => each).GroupBy(outcome => outcome).ToDictionary(group => group.Key, group => group.Count());
        Console.WriteLine($"{count} {kind}: {string.Join(", ", sums.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Value} {pair.Key}"))}");
        return sums.ContainsKey("died") || sums.ContainsKey("hung") ? 1 : 0;
    }

    /// <summary>Returns the file with a number.</summary>
    public static (string Name, byte[] Bytes) Make(string kind, int number)
    {
        if (kind == "mutants")
            return new ModelMutator(number).Mutate();
        if (kind == Encoders)
            return ModelMutator.OfEncoder(number).Mutate();

        var model = ArchitectureModel.All.ElementAt(number / 2);
        var (vocabulary, withOptional) = number % 2 == 0 ? (VocabularyKind.BytePair, true) : (VocabularyKind.SentencePiece, false);
        return ($"{model.Name} {vocabulary}{(withOptional ? "" : " smallest")}", model.ToArray(vocabulary, withOptional));
    }

    private static async Task<List<string>> CountAsync(string folder, string kind, int first, int end)
    {
        var outcomes = new List<string>();
        while (first + outcomes.Count < end)
        {
            using var child = Process.Start(new ProcessStartInfo("dotnet", [Environment.GetCommandLineArgs()[0], kind, folder, Text(first + outcomes.Count), Text(end)])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var errors = child.StandardError.ReadToEndAsync();
            var ending = await ReadAsync(child, outcomes);
            if (first + outcomes.Count >= end)
                break;

            child.Kill(entireProcessTree: true);
            Console.WriteLine($"{first + outcomes.Count} {Make(kind, first + outcomes.Count).Name}: {ending} {(await errors).Split('\n').FirstOrDefault(line => line.Length > 0)}");
            outcomes.Add(ending);
        }

        return outcomes;
    }

    private static async Task<string> ReadAsync(Process child, List<string> outcomes)
    {
        try
        {
            while (await child.StandardOutput.ReadLineAsync().WaitAsync(LongestWait) is { } line)
            {
                if (Environment.GetEnvironmentVariable("EDGE_AI_MUTANTS") == "all")
                    Console.WriteLine(line);

                outcomes.Add(line.Contains(": EDGE_MODEL_INVALID", StringComparison.Ordinal) ? line.Contains("made llama.cpp stop", StringComparison.Ordinal) ? "stopped" : "refused"
                    : line.Contains(": EDGE_", StringComparison.Ordinal) ? line.Split(": EDGE_")[1].Split(' ')[0] : "loaded");
                if (outcomes[^1] is "stopped" or "GENERATION_FAILED")
                    Console.WriteLine(line);
            }

            return "died";
        }
        catch (TimeoutException)
        {
            return "hung";
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
