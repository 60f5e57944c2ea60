using Edge.AI.Testing.Gguf;

namespace Edge.AI.Bench.Inference;

/// <summary>How much is measured.</summary>
/// <param name="Shape">The random model.</param>
/// <param name="PromptTokens">About so many prompt tokens, all requests together, when prefill is measured.</param>
/// <param name="Tokens">Tokens that each request generates.</param>
/// <param name="Turns">The last turn of a conversation.</param>
/// <param name="LongPrompt">The length of the prompt that joins while others generate.</param>
/// <param name="BatchSize">Tokens in one decode at most.</param>
/// <param name="ManyRequests">How many requests must leave no trace in memory.</param>
internal sealed record InferencePlan(RandomLlama Shape, int PromptTokens, int Tokens, int Turns, int LongPrompt, int BatchSize, int ManyRequests)
{
    public const int ContextSize = 1024;

    /// <summary>The shape of Qwen2.5-0.5B (https://huggingface.co/Qwen/Qwen2.5-0.5B/blob/main/config.json).</summary>
    public static InferencePlan Full { get; } = new(
        new()
        {
            Name = "random Qwen2.5-0.5B Q4_0",
            Architecture = ModelArchitecture.Qwen2,
            Layers = 24,
            Width = 896,
            FeedForward = 4864,
            Heads = 14,
            KeyValueHeads = 2,
            ContextLength = 32_768,
            Weights = WeightType.Q4_0,
            VocabularyKind = VocabularyKind.Words,
            VocabularySize = 151_936,
            TiedEmbeddings = true,
        },
        PromptTokens: 512,
        Tokens: 96,
        Turns: 20,
        LongPrompt: 4000,
        BatchSize: 512,
        ManyRequests: 2000);

    /// <summary>Everything once over, in small: shows that the measuring works, and nothing else.</summary>
    public static InferencePlan Quick { get; } = new(
        Full.Shape with { Name = "random small Q4_0", Layers = 4, Width = 256, FeedForward = 512, Heads = 4, KeyValueHeads = 2, ContextLength = 8192, VocabularySize = 8192 },
        PromptTokens: 256,
        Tokens: 32,
        Turns: 20,
        LongPrompt: 1000,
        BatchSize: 128,
        ManyRequests: 200);
}
