using Edge.AI.Bench.Inference.Contestants;
using Edge.AI.Bench.Inference.Measures;

namespace Edge.AI.Bench.Inference.Scenarios;

/// <summary>
/// Conversations whose whole history is sent each time. Only the new message should cost time: a turn is as fast as a fresh prompt of that length,
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
        List<double> againstFresh = [], againstEarly = [];
        for (var round = 0; round < rounds; round++)
        {
            var turns = await ConversationAsync(client);
            var fresh = await AnswerAsync(client, [words.Text(fit.WordsFor(NewTokens(turns)))]);
            againstFresh.Add(turns[ComparedTurn - 1].TimeToFirst / fresh.TimeToFirst);
            againstEarly.Add(turns[^1].TimeToFirst / turns[EarlyTurn - 1].TimeToFirst);
        }

        return [new("ttft-turn8-vs-fresh", againstFresh.Median()), new($"ttft-turn{plan.Turns}-vs-turn{EarlyTurn}", againstEarly.Median())];
    }

    /// <summary>What the model has not seen yet in the compared turn: neither read nor said by itself.</summary>
    private static int NewTokens(IReadOnlyList<Answer> turns) =>
        turns[ComparedTurn - 1].PromptTokens - turns[ComparedTurn - 2].PromptTokens - turns[ComparedTurn - 2].Tokens;

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
