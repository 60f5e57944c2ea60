using Edge.AI.Bench.Inference.Contestants;

namespace Edge.AI.Bench.Inference.Scenarios;

/// <summary>The number of tokens of a message: a constant for the template, and a number for each word.</summary>
internal sealed record PromptFit(double TemplateTokens, double TokensPerWord)
{
    public static async Task<PromptFit> MeasureAsync(Contestant contestant, Words words)
    {
        const int Few = 64, Many = 320;
        var done = await contestant.RunAsync(new([.. new[] { Few, Many }.Select(count => new Ask([words.Text(count)], Tokens: 1, words.NextSeed()))], AtOnce: 1));
        var perWord = (done.Answers[1].PromptTokens - done.Answers[0].PromptTokens) / (double)(Many - Few);
        return new(done.Answers[0].PromptTokens - Few * perWord, perWord);
    }

    public int WordsFor(int promptTokens) => Math.Max(1, (int)Math.Round((promptTokens - TemplateTokens) / TokensPerWord));
}
