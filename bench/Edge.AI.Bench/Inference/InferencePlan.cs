using Edge.AI.Testing.Gguf;

namespace Edge.AI.Bench.Inference;

/// <summary>The size of the measurements.</summary>
/// <param name="Shape">The random model.</param>
/// <param name="PromptTokens">The approximate number of prompt tokens of all requests together, for measuring prefill.</param>
/// <param name="Tokens">The number of tokens that each request generates.</param>
/// <param name="Turns">The number of turns of a conversation.</param>
/// <param name="LongPrompt">The length, in tokens, of the prompt that arrives while other requests generate.</param>
/// <param name="BatchSize">The maximum number of tokens in one batch.</param>
/// <param name="ManyRequests">The number of requests after which memory must not have grown.</param>
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

    /// <summary>Every measurement once, with a small model. It shows only that the benchmark works.</summary>
    public static InferencePlan Quick { get; } = new(
        Full.Shape with { Name = "random small Q4_0", Layers = 4, Width = 256, FeedForward = 512, Heads = 4, KeyValueHeads = 2, ContextLength = 8192, VocabularySize = 8192 },
        PromptTokens: 256,
        Tokens: 32,
        Turns: 20,
        LongPrompt: 1000,
        BatchSize: 128,
        ManyRequests: 200);
}
