using Edge.AI.Inference;
using Edge.AI.Native;

namespace Edge.AI.Tests.Support;

/// <summary>Prompts in edge-tiny's format, and greedy answers to them.</summary>
internal static class Prompts
{
    public static int[] Ask(LoadedModel model, string question, string before = "") => Ask(model.Vocabulary, question, before);

    public static int[] Ask(Vocabulary vocabulary, string question, string before = "") =>
        vocabulary.Tokenize($"{before}<|im_start|>user\n{question}<|im_end|>\n<|im_start|>assistant\n", addSpecial: true, parseSpecial: true);

    public static GenerationRequest Greedy(IReadOnlyList<int> prompt, int maxTokens = int.MaxValue) => new(prompt, new() { Temperature = 0 }, maxTokens);

    public static async Task<string> TextOf(LoadedModel model, Generation generation)
    {
        var decoder = new TextDecoder(model.Vocabulary);
        var text = "";
        await foreach (var token in generation.ReadAsync(TestContext.Current.CancellationToken))
            text += decoder.Append(token);
        return text;
    }

    public static Task<string> AnswerAsync(LoadedModel model, string question) => TextOf(model, model.Generate(Greedy(Ask(model, question))));
}
