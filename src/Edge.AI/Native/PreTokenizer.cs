using System.Collections.Frozen;

namespace Edge.AI.Native;

/// <summary>The most text for one call of llama.cpp's tokenizer, which depends on the pre-tokenizer (<c>tokenizer.ggml.pre</c>).</summary>
/// <param name="MaxPieceBytes">The longest text of one call, in bytes of UTF-8.</param>
/// <param name="Recurses">Whether the stack that a call needs grows with its text.</param>
/// <param name="DigitGroups">How the pre-tokenizer cuts a run of digits.</param>
/// <param name="WhitespaceGroup">A run of whitespace is cut after so many characters; 1 for anywhere.</param>
/// <param name="SpellsText">Whether each byte of a text is part of some token's text, so that a long text has many tokens.</param>
/// <param name="HasPlainTokens">Whether tokens are written as they are, though the rest of the file looks like a byte-level vocabulary, which llama.cpp decodes.</param>
internal sealed record PreTokenizer(
    int MaxPieceBytes, bool Recurses, DigitGroups DigitGroups = DigitGroups.FromStart, int WhitespaceGroup = 1, bool SpellsText = true, bool HasPlainTokens = false)
{
    /// <summary>
    /// llama.cpp v0.4.0 matches most pre-tokenizers' patterns with <c>std::regex</c>, whose libstdc++ recurses once for each character: 354 bytes of stack
    /// each, the same for all 31 names (measured with 17 kinds of text on x64). A piece needs at most 0.7 MB of the 8 MB that <see cref="DeepStack"/> has.
    /// </summary>
    private const int MaxRecursivePieceBytes = 2048;

    /// <summary>Microsoft's <c>std::regex</c> throws when more than 600 calls are nested (<c>_REGEX_MAX_STACK_COUNT</c>), which would end the process.</summary>
    private const int MaxRecursivePieceBytesOnWindows = 256;

    /// <summary>Its lookahead passes over all digits that follow, for each of them.</summary>
    private const int MaxSuperBpePieceBytes = 256;

    /// <summary>Without recursion a call may be long; it ends often enough to notice a cancellation.</summary>
    private const int MaxIterativePieceBytes = 32 * 1024;

    /// <summary>The names whose patterns llama.cpp has written loops for (unicode.cpp), or which match single characters only. Any other name counts as recursive.</summary>
    private static readonly FrozenSet<string> s_iterative = FrozenSet.ToFrozenSet(
    [
        "llama3", "llama-v3", "llama-bpe", "falcon3", "falcon-h1", "pixtral", "midm-2.0", "lfm2", "jina-v5-nano", "dbrx", "smaug-bpe", "glm4", "chatglm-bpe",
        "gpt-2", "phi-2", "jina-es", "jina-de", "gigachat", "jina-v2-es", "jina-v2-de", "a.x-4.0", "mellum", "modern-bert", "exaone4", "jina-v1-en", "jina-v2-code",
        "roberta-bpe", "mpt", "olmo", "jais", "trillion", "granite-docling", "starcoder", "refact", "command-r", "smollm", "codeshell", "exaone", "minerva-7b",
        "mellum2", "qwen2", "deepseek-r1-qwen", "kormo", "f2llmv2", "megrez", "stablelm2", "hunyuan", "solar-open", "grok-2", "qwen35", "kimi-k2", "gemma4",
        "granite-embed-multi-311m", "sarvam-moe", "laguna",
    ]);

    /// <param name="type">The algorithm.</param>
    /// <param name="model">The tokenizer's name (<c>tokenizer.ggml.model</c>).</param>
    /// <param name="name">The pre-tokenizer's name; null if the file says none.</param>
    public static PreTokenizer Of(VocabularyType type, string? model, string? name) => Of(type, name) is var limits && model == "whitespace"
        ? limits with { SpellsText = false } // it drops whitespace
        : limits;

    private static PreTokenizer Of(VocabularyType type, string? name) => type switch
    {
        VocabularyType.BytePair when name is not null && s_iterative.Contains(name) => new(MaxIterativePieceBytes, Recurses: false),
        VocabularyType.BytePair => new(
            name == "superbpe" ? MaxSuperBpePieceBytes : OperatingSystem.IsWindows() ? MaxRecursivePieceBytesOnWindows : MaxRecursivePieceBytes,
            Recurses: true,
            name is "afmoe" or "tiny_aya" or "cohere2moe" or "superbpe" ? DigitGroups.FromEnd : DigitGroups.FromStart,
            name == "jais-2" ? 512 : 1,
            HasPlainTokens: name == "whitespace"),
        VocabularyType.WordPiece or VocabularyType.Unigram => new(int.MaxValue, Recurses: false, SpellsText: false), // loops, and what they normalize can't be mapped back to the text
        _ => new(MaxIterativePieceBytes, Recurses: false),
    };
}

/// <summary>From which end of a run of digits groups of three are counted, where a pre-tokenizer makes groups.</summary>
internal enum DigitGroups
{
    FromStart,
    FromEnd,
}
