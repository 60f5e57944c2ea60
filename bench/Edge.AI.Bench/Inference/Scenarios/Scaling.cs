using System.Globalization;
using Edge.AI.Bench.Inference.Contestants;
using Edge.AI.Bench.Inference.Machine;
using Edge.AI.Bench.Inference.Measures;

namespace Edge.AI.Bench.Inference.Scenarios;

/// <summary>Compares many requests at once with one. Clients of each size take turns, so that both sides of a ratio belong to the same minutes.</summary>
internal sealed class Scaling(InferencePlan plan, Words words, IReadOnlyList<int> sizes)
{
    private const int ShortPrompt = 16;

    public static async Task<Field> StartAsync(IReadOnlyList<int> sizes, Func<int, Setup> setupFor)
    {
        List<Contestant> clients = [];
        foreach (var size in sizes)
            clients.Add(await Contestant.StartAsync(Name(size), ContestantKind.Client, setupFor(size)));
        return new(clients);
    }

    /// <param name="field">A client for each size.</param>
    /// <param name="wanted">The number of rounds.</param>
    public async Task<(IReadOnlyList<Ratio> Ratios, string? Remark)> MeasureAsync(Field field, int wanted)
    {
        await AskAsync(field, 0);
        var rounds = await QuietRounds.OnThisMachine.RunAsync(wanted, round => AskAsync(field, round));
        return (
            [.. sizes.Skip(1).Select(size => new Ratio(
                string.Create(CultureInfo.InvariantCulture, $"scaling-{size}-vs-{sizes[0]}"), rounds.Values.Ratio(Name(size), Name(sizes[0]), Reading.GenerationRate)!.Value))],
            rounds.Remark);
    }

    private Task<IReadOnlyDictionary<string, WorkDone>> AskAsync(Field field, int round) => field.AskAsync(
        round,
        name => Work.Same(sizes.First(size => Name(size) == name), () => new([words.Text(ShortPrompt)], plan.Tokens, words.NextSeed())));

    private static string Name(int size) => string.Create(CultureInfo.InvariantCulture, $"{ContestantKind.Client}-{size}");
}
