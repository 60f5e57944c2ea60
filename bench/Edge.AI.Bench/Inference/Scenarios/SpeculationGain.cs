using System.CommandLine;
using System.Globalization;
using Edge.AI.Bench.Inference.Contestants;
using Edge.AI.Bench.Inference.Machine;
using Edge.AI.Bench.Inference.Measures;
using Edge.AI.Bench.Inference.Report;

namespace Edge.AI.Bench.Inference.Scenarios;

/// <summary>Generation with speculation compared with generation without it, and whether greedy answers are the same.</summary>
internal sealed class SpeculationGain(string modelPath, int threads, int requests, IReadOnlyList<string> tasks, int wanted, int compared)
{
    public const string Name = "speculation";

    private const string With = "with speculation", Without = "without";

    /// <summary>One answer takes about a second, which is too short to compare. At a temperature, answers also repeat more or less of their prompts.</summary>
    private const int AnswersOfARound = 8;

    private static readonly float[] s_temperatures = [0, 0.7f];

    public static Command Command()
    {
        var model = SharedOptions.Model();
        var threads = new Option<int>("--threads") { Description = "compute threads", DefaultValueFactory = _ => Environment.ProcessorCount };
        var requests = new Option<int>("--requests") { Description = "requests at the same time", DefaultValueFactory = _ => 1 };
        var tasks = new Option<string[]>("--tasks") { Description = "tasks to measure (default all)", AllowMultipleArgumentsPerToken = true };
        string[] names = [.. SpeculationTasks.All.Select(task => task.Name)];
        tasks.AcceptOnlyFromAmong(names);
        var compared = new Option<int>("--compare") { Description = "prompts whose greedy answers are compared", DefaultValueFactory = _ => 200 };
        var (rounds, results) = (SharedOptions.Rounds(5), SharedOptions.Results());
        var command = new Command(Name, "Generation with and without speculation, by task and temperature.") { model, threads, requests, tasks, compared, rounds, results };
        command.SetAction(async (given, _) => ScenarioReport.Write(
            given.GetValue(results),
            await new SpeculationGain(
                given.GetValue(model)!.FullName,
                given.GetValue(threads),
                given.GetValue(requests),
                given.GetValue(tasks) is { Length: > 0 } some ? some : names,
                given.GetValue(rounds),
                given.GetValue(compared)).MeasureAsync()));
        return command;
    }

    private async Task<ScenarioResult> MeasureAsync()
    {
        var setup = new Setup(modelPath, requests, ContextSize: 1024, BatchSize: 512, threads);
        await using var field = new Field(
        [
            await Contestant.StartAsync(With, ContestantKind.Client, setup with { Speculation = true }),
            await Contestant.StartAsync(Without, ContestantKind.Client, setup with { Speculation = false }),
        ]);
        await AskAllAsync(field, 0);
        var rounds = await QuietRounds.OnThisMachine.RunAsync(wanted, round => AskAllAsync(field, round));

        List<ScenarioRow> rows = [];
        List<Ratio> ratios = [];
        foreach (var (at, (task, temperature)) in Cases().Index())
        {
            var cases = rounds.Values.Select(round => round[at]).ToList();
            rows.Add(new([task, temperature], [cases.Spread(With, Rate), cases.Spread(Without, Rate)]));
            if (cases.Ratio(With, Without, Rate) is { } ratio)
                ratios.Add(new($"speculation-{task.Replace(' ', '-')}-temperature-{temperature}", ratio));
        }

        return new(
            Name,
            Path.GetFileNameWithoutExtension(modelPath),
            string.Create(CultureInfo.InvariantCulture, $"{threads} threads on {Environment.ProcessorCount} processors, {requests} {(requests == 1 ? "request" : "requests")} at a time, {wanted} rounds"),
            DateOnly.FromDateTime(DateTime.UtcNow),
            ["task", "temperature"],
            ["tokens/s with speculation", "tokens/s without"],
            rows,
            ratios,
            [.. field.Ends, .. rounds.Remark is { } remark ? [remark] : Array.Empty<string>(), .. await CompareAsync(field)]);
    }

    private IEnumerable<(string Name, Func<int, Ask> AskFor)> Tasks => SpeculationTasks.All.Where(task => tasks.Contains(task.Name));

    private double Rate(WorkDone done) => requests == 1 ? Reading.RateOneByOne(done) : Reading.GenerationRate(done);

    private IEnumerable<(string Task, string Temperature)> Cases() =>
        from task in Tasks from temperature in s_temperatures select (task.Name, temperature.ToString(CultureInfo.InvariantCulture));

    /// <summary>Every task at every temperature.</summary>
    private async Task<IReadOnlyList<IReadOnlyDictionary<string, WorkDone>>> AskAllAsync(Field field, int round)
    {
        List<IReadOnlyDictionary<string, WorkDone>> answers = [];
        foreach (var task in Tasks)
        {
            foreach (var temperature in s_temperatures)
                answers.Add(await field.AskAsync(round, new Work(Asks(task.AskFor, temperature, round), AtOnce: requests)));
        }

        return answers;
    }

    private IReadOnlyList<Ask> Asks(Func<int, Ask> askFor, float temperature, int round)
    {
        var answers = requests == 1 ? AnswersOfARound : requests;
        return [.. Enumerable.Range(round * answers, answers).Select(number => askFor(number) with { Temperature = temperature })];
    }

    /// <summary>Compares greedy answers. Where they differ, two tokens were nearly equal: batches of another size are rounded differently.</summary>
    private async Task<IReadOnlyList<string>> CompareAsync(Field field)
    {
        List<string> differences = [];
        for (var number = 0; number < compared; number++)
        {
            var task = SpeculationTasks.All[number % SpeculationTasks.All.Count];
            var answers = await field.AskAsync(number, new Work([task.AskFor(number) with { Temperature = 0 }], AtOnce: 1));
            if (answers.Count == 2 && answers[With].Answers[0].Text is { } with && answers[Without].Answers[0].Text is { } without && with != without)
                differences.Add($"prompt {number} ({task.Name}): {Difference(with, without)}");
        }

        return compared == 0 ? [] : [string.Create(CultureInfo.InvariantCulture, $"{compared - differences.Count} of {compared} greedy answers are equal to those without speculation."), .. differences];
    }

    /// <summary>The place where two texts part, with some characters before and after it.</summary>
    internal static string Difference(string with, string without)
    {
        var at = with.AsSpan().CommonPrefixLength(without);
        return string.Create(CultureInfo.InvariantCulture, $"from character {at}, after '{Around(with, at - 20, 20)}': '{Around(with, at, 20)}' with speculation, '{Around(without, at, 20)}' without");
    }

    private static string Around(string text, int from, int length)
    {
        var (start, end) = (Math.Clamp(from, 0, text.Length), Math.Clamp(from + length, 0, text.Length));
        return text[start..end].ReplaceLineEndings("⏎");
    }
}
