using System.Globalization;
using Edge.AI.Bench.Inference.Contestants;
using Edge.AI.Bench.Inference.Machine;
using Edge.AI.Bench.Inference.Measures;

namespace Edge.AI.Bench.Inference.Scenarios;

/// <summary>
/// Measures conversations whose whole history is sent each time. Only the new message should cost time: a turn should be as fast as a fresh prompt of that length,
/// and as fast as an earlier turn. Peers hold the same conversation as far as <see cref="ComparedTurn"/>, turn by turn with ours.
/// </summary>
internal sealed class Turns(InferencePlan plan, Words words)
{
    private const int MessageWords = 32, AnswerTokens = 16, EarlyTurn = 2, ComparedTurn = 8;

    private static readonly int[] s_shown = [1, 2, 4, 8];

    public Setup Setup(string modelPath, int threads, string? runtimeFolder) => new(modelPath, Sequences: 4, ContextSize: 4096, plan.BatchSize, threads, runtimeFolder);

    /// <param name="field">Our client, and perhaps LLamaSharp's.</param>
    /// <param name="wanted">The number of conversations.</param>
    public async Task<(IReadOnlyList<Ratio> Ratios, string? Remark)> MeasureAsync(Field field, int wanted)
    {
        var client = field.Running.Single(contestant => contestant.Name == ContestantKind.Client);
        var fit = await PromptFit.MeasureAsync(client, words);
        await ConversationAsync(field, round: 0);
        var rounds = await QuietRounds.OnThisMachine.RunAsync(wanted, async round =>
        {
            var turns = await ConversationAsync(field, round);
            return (Turns: turns, Fresh: (await FreshAsync(client, fit, NewTokens(Ours(turns, ComparedTurn)))).TimeToFirst);
        });

        foreach (var name in field.Running.Select(contestant => contestant.Name))
            Console.WriteLine($"first token ms, {name}, turn 1 to {plan.Turns}: {string.Join(' ', Medians(rounds.Values.Select(round => round.Turns), name))}");
        Console.WriteLine($"first token ms, fresh prompt: {Rounded(rounds.Values.Select(round => round.Fresh).Median())}");

        List<Ratio> ratios =
        [
            new($"ttft-turn{ComparedTurn}-vs-fresh", rounds.Values.Select(round => Ours(round.Turns, ComparedTurn).TimeToFirst / round.Fresh).Median()),
            new($"ttft-turn{plan.Turns}-vs-turn{EarlyTurn}", rounds.Values.Select(round => Ours(round.Turns, plan.Turns).TimeToFirst / Ours(round.Turns, EarlyTurn).TimeToFirst).Median()),
        ];
        foreach (var turn in s_shown)
        {
            if (rounds.Values.Select(round => round.Turns[turn - 1]).Ratio(ContestantKind.Client, LLamaSharpPeer.Name, Reading.TimeToFirst) is { } ratio)
                ratios.Add(new($"ttft-turn{turn}-vs-llamasharp", ratio));
        }

        return (ratios, rounds.Remark);
    }

    private static Answer Ours(IReadOnlyList<IReadOnlyDictionary<string, WorkDone>> turns, int turn) => turns[turn - 1][ContestantKind.Client].Answers[0];

    private static IEnumerable<string> Medians(IEnumerable<IReadOnlyList<IReadOnlyDictionary<string, WorkDone>>> conversations, string name) =>
        conversations.SelectMany(turns => turns.Index()).GroupBy(turn => turn.Index, turn => turn.Item)
            .Select(turn => turn.Spread(name, Reading.TimeToFirst)).OfType<Spread>().Select(spread => Rounded(spread.Median));

    private static string Rounded(double milliseconds) => milliseconds.ToString("0", CultureInfo.InvariantCulture);

    /// <summary>The number of tokens to process, including the last token that the model generated.</summary>
    private static int NewTokens(Answer answer) => answer.PromptTokens - answer.CachedTokens;

    /// <summary>A prompt with so many new tokens; the first tokens of the template are cached.</summary>
    private async Task<Answer> FreshAsync(Contestant client, PromptFit fit, int newTokens)
    {
        var first = (await client.RunAsync(Turn([words.Text(fit.WordsFor(newTokens))]))).Answers[0];
        return (await client.RunAsync(Turn([words.Text(fit.WordsFor(newTokens + first.CachedTokens))]))).Answers[0];
    }

    /// <summary>One conversation with each contestant: the same questions, and each one's own answers.</summary>
    private async Task<IReadOnlyList<IReadOnlyDictionary<string, WorkDone>>> ConversationAsync(Field field, int round)
    {
        var histories = field.Running.ToDictionary(contestant => contestant.Name, _ => new List<string>());
        List<IReadOnlyDictionary<string, WorkDone>> turns = [];
        for (var turn = 1; turn <= plan.Turns; turn++)
        {
            var question = words.Text(MessageWords);
            foreach (var history in histories.Values)
                history.Add(question);

            turns.Add(await field.AskAsync(round, name => Turn(histories[name]), name => turn <= ComparedTurn || name == ContestantKind.Client));
            foreach (var (name, done) in turns[^1])
                histories[name].Add(done.Answers[0].Text!);
        }

        return turns;
    }

    private Work Turn(IReadOnlyList<string> history) => new([new([.. history], AnswerTokens, words.NextSeed(), KeepsText: true)], AtOnce: 1);
}
