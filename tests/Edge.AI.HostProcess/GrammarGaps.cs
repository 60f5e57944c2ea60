using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Edge.AI.Grammars;
using Edge.AI.Inference;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.HostProcess;

/// <summary>Measures the time between the tokens of one request while another request follows the most expensive grammars that are accepted.</summary>
internal static class GrammarGaps
{
    private static readonly SamplingSettings s_hot = new() { Temperature = 1.5f, TopK = 0, TopP = 1, MinP = 0, Seed = 3 };

    /// <param name="path">The model.</param>
    /// <param name="tokens">The number of tokens to measure for each grammar.</param>
    public static async Task MeasureAsync(string path, int tokens)
    {
        var model = await LoadedModel.LoadAsync(path, new(ContextSize: 1024, MaxConcurrency: 2, Threads: 1), NullLoggerFactory.Instance);
        await using (model.ConfigureAwait(false))
        {
            foreach (var (name, grammar) in Grammars())
            {
                using var stop = new CancellationTokenSource();
                var neighbour = grammar is null ? Task.FromResult((0, "")) : FollowAsync(model, grammar, stop.Token);
                var gaps = await GapsAsync(model, tokens);
                await stop.CancelAsync();
                var ending = Stopwatch.StartNew();
                var (said, error) = await neighbour;
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name}: gap p50 {gaps[gaps.Count / 2]:0.0} ms, p99 {gaps[gaps.Count * 99 / 100]:0.0} ms, longest {gaps[^1]:0.0} ms; the neighbour said {said} tokens, cancelled in {ending.Elapsed.TotalMilliseconds:0} ms. {error}"));
            }
        }
    }

    private static IEnumerable<(string Name, Func<GrammarConstraint>? Grammar)> Grammars()
    {
        const string Letters = "[a-zA-Z ,.]";
        yield return ("alone", null);
        yield return ("any text", () => Of($"root ::= {Letters}*"));
        yield return ("schema, pattern ^a{0,400}a{400}$", () => OfPattern("^a{0,400}a{400}$"));
        yield return ("schema, pattern ^[a-m ]{0,300}[a-z ]{0,300}[f-y ]{300}$", () => OfPattern("^[a-m ]{0,300}[a-z ]{0,300}[f-y ]{300}$"));
        yield return ("schema, pattern of 1000 choices", () => OfPattern($"^({string.Join('|', Enumerable.Range(0, 1000).Select(i => $"[a-{(char)('b' + (i % 24))} ]"))})*$"));
        yield return ("schema, 2000 objects that begin alike", () => OfSchema($"{{\"anyOf\":[{string.Join(',', Enumerable.Range(0, 2000).Select(Kind))}]}}"));
        yield return ("grammar, two ways at each character", () => Of($"root ::= {Letters} root \"!\" | {Letters} root \"?\" | \"#\""));
        yield return ("grammar, 400 texts side by side", () => Of($"root ::= {string.Join(" | ", Enumerable.Range(0, 400).Select(i => $"{Letters}{{0,{i + 1}}} \"#\""))}"));
        yield return ("grammar, 40 long repetitions side by side", () => Of($"root ::= {string.Join(" | ", Enumerable.Range(0, 40).Select(i => $"{Letters}{{0,{1900 - i}}} {Letters}{{0,1900}} \"#\""))}"));
        yield return ("grammar, repetitions of other characters", () => Of($"root ::= {string.Join(" | ", Enumerable.Range(0, 20).Select(i => $"[a-{(char)('f' + i)}A-Z ,.]{{0,1900}} [{(char)('a' + i)}-z ,.]{{0,1900}} \"#\""))}"));
    }

    private static string Kind(int kind) => $"{{\"type\":\"object\",\"properties\":{{\"kind\":{{\"const\":{kind}}},\"text\":{{\"type\":\"string\"}}}},\"required\":[\"kind\",\"text\"]}}";

    private static GrammarConstraint Of(string gbnf) => new(Grammar.Parse(gbnf));

    private static GrammarConstraint OfPattern(string pattern) => OfSchema(JsonSerializer.Serialize(new { type = "string", pattern }));

    private static GrammarConstraint OfSchema(string schema)
    {
        var builder = new GbnfBuilder();
        var root = builder.AddSchema("root", JsonElement.Parse(schema));
        return new(Grammar.Parse(builder.ToString(), root));
    }

    /// <summary>Sends requests again and again, so that the grammar is always in use.</summary>
    private static async Task<(int Said, string Error)> FollowAsync(LoadedModel model, Func<GrammarConstraint> grammar, CancellationToken stop)
    {
        var (said, error) = (0, "");
        try
        {
            var constraint = grammar();
            while (!stop.IsCancellationRequested)
            {
                await foreach (var _ in model.Generate(new(Prompt(model), s_hot, 500, constraint)).ReadAsync(stop))
                    said++;
            }
        }
        catch (OperationCanceledException)
        {
            // the measurement is complete
        }
        catch (EdgeAIException e)
        {
            error = $"{e.Code}: {e.Message}";
        }

        return (said, error);
    }

    private static async Task<List<double>> GapsAsync(LoadedModel model, int tokens)
    {
        List<double> gaps = [];
        for (var round = 0u; gaps.Count < tokens; round++)
        {
            var last = 0L;
            await foreach (var _ in model.Generate(new(Prompt(model), s_hot with { Seed = round }, 500)).ReadAsync(CancellationToken.None))
            {
                if (last != 0)
                    gaps.Add(Stopwatch.GetElapsedTime(last).TotalMilliseconds);
                last = Stopwatch.GetTimestamp();
            }
        }

        gaps.Sort();
        return gaps;
    }

    private static int[] Prompt(LoadedModel model) => model.Vocabulary.Tokenize("Once upon a time there was a", addSpecial: true, parseSpecial: false);
}
