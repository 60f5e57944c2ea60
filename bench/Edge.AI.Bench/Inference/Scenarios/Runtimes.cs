using System.CommandLine;
using System.Globalization;
using Edge.AI.Bench.Inference.Contestants;
using Edge.AI.Bench.Inference.Machine;
using Edge.AI.Bench.Inference.Measures;
using Edge.AI.Bench.Inference.Models;
using Edge.AI.Bench.Inference.Report;

namespace Edge.AI.Bench.Inference.Scenarios;

/// <summary>Our client on several builds of llama.cpp, with several numbers of threads, all in turn. A process has one runtime, so each contestant is a process.</summary>
internal sealed class Runtimes(BenchModel model, InferencePlan plan, IReadOnlyList<string> runtimes, IReadOnlyList<int> threads, int wanted)
{
    public const string Name = "runtimes";

    private const int ShortPrompt = 16;

    private readonly Words _words = new();

    public static Command Command()
    {
        var model = SharedOptions.ModelOrRandom();
        var runtimes = new Option<string[]>("--runtime")
        {
            Description = "EdgeAI, LLamaSharp or folders; the others are compared with the first one",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [RuntimeChoice.EdgeAI, RuntimeChoice.LLamaSharp],
        };
        var threads = new Option<string>("--threads") { Description = "numbers of compute threads", DefaultValueFactory = _ => "1,2" };
        var (rounds, folder, results) = (SharedOptions.Rounds(5), SharedOptions.Folder(), SharedOptions.Results());
        var command = new Command(Name, "Generation and prefill of our client on several builds of llama.cpp.") { model, runtimes, threads, rounds, folder, results };
        command.SetAction(async (given, _) =>
        {
            var prepared = BenchModel.Prepare(given.GetValue(model)?.FullName, given.GetValue(folder)!, InferencePlan.Full);
            int[] counts = [.. given.GetValue(threads)!.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
            ScenarioReport.Write(given.GetValue(results), await new Runtimes(prepared, InferencePlan.Full, given.GetValue(runtimes)!, counts, given.GetValue(rounds)).MeasureAsync());
        });
        return command;
    }

    private async Task<ScenarioResult> MeasureAsync()
    {
        await using var field = await StartAsync();
        await field.AskAsync(0, Prefill());
        await field.AskAsync(0, Generation());
        var rounds = await QuietRounds.OnThisMachine.RunAsync(
            wanted,
            async round => (Prefill: await field.AskAsync(round, Prefill()), Generation: await field.AskAsync(round, Generation())));

        var (prefills, generations) = (rounds.Values.Select(round => round.Prefill).ToList(), rounds.Values.Select(round => round.Generation).ToList());
        return new(
            Name,
            model.Name,
            string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} processors, {wanted} rounds"),
            DateOnly.FromDateTime(DateTime.UtcNow),
            ["runtime", "threads"],
            ["prefill tokens/s", "generation tokens/s"],
            [.. from runtime in runtimes from count in threads select Row(runtime, count)],
            [.. from other in runtimes.Skip(1) from count in threads from ratio in Ratios(other, count) select ratio],
            [.. field.Ends, .. rounds.Remark is { } remark ? [remark] : Array.Empty<string>()]);

        ScenarioRow Row(string runtime, int count) => new(
            [Path.GetFileName(runtime), count.ToString(CultureInfo.InvariantCulture)],
            [prefills.Spread(NameOf(runtime, count), Reading.PrefillRate), generations.Spread(NameOf(runtime, count), Reading.GenerationRate)]);

        IEnumerable<Ratio> Ratios(string other, int count)
        {
            var suffix = $"{Path.GetFileName(other)}-vs-{Path.GetFileName(runtimes[0])}-threads-{count}";
            if (prefills.Ratio(NameOf(other, count), NameOf(runtimes[0], count), Reading.PrefillRate) is { } prefill)
                yield return new($"prefill-{suffix}", prefill);
            if (generations.Ratio(NameOf(other, count), NameOf(runtimes[0], count), Reading.GenerationRate) is { } generation)
                yield return new($"generation-{suffix}", generation);
        }
    }

    private async Task<Field> StartAsync()
    {
        List<Contestant> contestants = [];
        foreach (var (runtime, count) in from runtime in runtimes from count in threads select (runtime, count))
        {
            var setup = new Setup(model.Path, Sequences: 1, InferencePlan.ContextSize, plan.BatchSize, count, RuntimeChoice.FolderOf(runtime));
            contestants.Add(await Contestant.StartAsync(NameOf(runtime, count), ContestantKind.Client, setup));
        }

        return new(contestants);
    }

    private static string NameOf(string runtime, int threads) => $"{runtime}, {threads} threads";

    private Work Prefill() => Work.Same(1, () => new([_words.Text(plan.PromptTokens)], Tokens: 1, _words.NextSeed()));

    private Work Generation() => Work.Same(1, () => new([_words.Text(ShortPrompt)], plan.Tokens, _words.NextSeed()));
}
