using System.Globalization;
using Edge.AI.Bench.Inference.Contestants;
using Edge.AI.Bench.Inference.Measures;

namespace Edge.AI.Bench.Inference.Scenarios;

/// <summary>
/// Measures conversations whose whole history is sent each time. Only the new message should cost time: a turn should be as fast as a fresh prompt of that length,
/// and as fast as an earlier turn.
/// </summary>
internal sealed class Turns(InferencePlan plan, Words words)
{
    private const int MessageWords = 32, AnswerTokens = 16, EarlyTurn = 2, ComparedTurn = 8;

    public Setup Setup(string modelPath, int threads) => new(modelPath, Sequences: 4, ContextSize: 4096, plan.BatchSize, threads);

    public async Task<IReadOnlyList<Ratio>> MeasureAsync(Contestant client, int rounds)
    {
        var fit = await PromptFit.MeasureAsync(client, words);
        await ConversationAsync(client);
        List<IReadOnlyList<Answer>> conversations = [];
        List<double> fresh = [];
        for (var round = 0; round < rounds; round++)
        {
            conversations.Add(await ConversationAsync(client));
            fresh.Add((await FreshAsync(client, fit, NewTokens(conversations[^1][ComparedTurn - 1]))).TimeToFirst);
        }

        var turns = Enumerable.Range(0, plan.Turns).Select(turn => conversations.ConvertAll(answers => answers[turn].TimeToFirst).Median()).ToList();
        Console.WriteLine($"first token ms, turn 1 to {plan.Turns}: {string.Join(' ', turns.Select(Rounded))}; fresh prompt: {Rounded(fresh.Median())}");
        return [new("ttft-turn8-vs-fresh", turns[ComparedTurn - 1] / fresh.Median()), new($"ttft-turn{plan.Turns}-vs-turn{EarlyTurn}", turns[^1] / turns[EarlyTurn - 1])];
    }

    private static string Rounded(double milliseconds) => milliseconds.ToString("0", CultureInfo.InvariantCulture);

    /// <summary>The number of tokens to process, including the last token that the model generated.</summary>
    private static int NewTokens(Answer answer) => answer.PromptTokens - answer.CachedTokens;

    /// <summary>A prompt with so many new tokens; the first tokens of the template are cached.</summary>
    private async Task<Answer> FreshAsync(Contestant client, PromptFit fit, int newTokens)
    {
        var first = await AnswerAsync(client, [words.Text(fit.WordsFor(newTokens))]);
        return await AnswerAsync(client, [words.Text(fit.WordsFor(newTokens + first.CachedTokens))]);
    }

    private async Task<IReadOnlyList<Answer>> ConversationAsync(Contestant client)
    {
        List<string> history = [];
        List<Answer> answers = [];
        for (var turn = 0; turn < plan.Turns; turn++)
        {
            history.Add(words.Text(MessageWords));
            answers.Add(await AnswerAsync(client, history));
            history.Add(answers[^1].Text!);
        }

        return answers;
    }

    private async Task<Answer> AnswerAsync(Contestant client, IReadOnlyList<string> history) =>
        (await client.RunAsync(new([new([.. history], AnswerTokens, words.NextSeed(), KeepsText: true)], AtOnce: 1))).Answers[0];
}
