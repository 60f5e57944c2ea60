using System.Collections.Frozen;

namespace Edge.AI.Gguf.Checks;

/// <summary>
/// The properties of an architecture that llama.cpp v0.4.0 assumes: the loader and the graph in its src/models assert them or use them unchecked.
/// An architecture that is not listed here has no complete checks; it is refused unless the caller allows it.
/// </summary>
internal sealed record Architecture
{
    private static readonly FrozenSet<string> Embedding = Names("bert eurobert gemma-embedding jina-bert-v2 jina-bert-v3 llama-embed modern-bert neo-bert nomic-bert nomic-bert-moe t5encoder");
    private static readonly FrozenSet<string> Diffusion = Names("dream llada llada-moe rnd1");
    private static readonly FrozenSet<string> Speech = Names("pockettts qwen3tts wavtokenizer-dec");
    private static readonly FrozenSet<string> Part = Names("clip dflash eagle3 gemma4-assistant");

    private static readonly FrozenSet<string> WholeHeadsRotated = Names(
        """
        apertus arcee arctic baichuan codeshell cogvlm cohere2moe dbrx deci deepseek dots1 ernie4_5 ernie4_5-moe exaone exaone4 exaone-moe falcon granite granite_swa granitemoe grok
        grovemoe hunyuan-dense hunyuan-moe hunyuan_vl hy_v3 internlm2 jais2 llama llama4 maincoder mellum minicpm mistral3 olmo olmo2 olmoe orion paddleocr pangu-embedded plamo qwen2 qwen2moe
        qwen2vl qwen3 qwen3moe qwen3vl qwen3vlmoe seed_oss smallthinker smollm3 starcoder2 talkie xverse
        """);

    private static readonly FrozenSet<string> KeysLikeValues = Names(
        """
        afmoe bailingmoe bailingmoe2 bert bitnet bloom chatglm cohere2 command-r deepseek2-ocr falcon-h1 gemma gemma-embedding gemma2 gemma3 gemma3n gemma4 glm4 glm4moe gpt-oss gpt2 gptneox granitehybrid jais jamba
        laguna lfm2 lfm2moe minimax-m2 mpt muse-glimmer nanbeige nemotron nemotron_h nemotron_h_moe nomic-bert openelm phi2 phi3 phimoe plamo2 plamo3 qwen qwen35 qwen35moe qwen3next refact
        stablelm starcoder
        """);

    private static readonly FrozenSet<string> Others = Names("arwkv7 deepseek2 kimi-linear mamba mamba2 mimo2 minicpm3 mistral4 rwkv6 rwkv6qwen2 rwkv7 step35");

    private static readonly FrozenSet<string> Unrotated = Names("arwkv7 bert bloom gpt2 jais jamba kimi-linear mamba mamba2 mpt nemotron_h nemotron_h_moe refact rwkv6 rwkv6qwen2 rwkv7");
    private static readonly FrozenSet<string> Recurrent = Names("arwkv7 mamba mamba2 rwkv6 rwkv6qwen2 rwkv7");
    private static readonly FrozenSet<string> InSections = Names("paddleocr qwen2vl qwen35 qwen35moe qwen3vl qwen3vlmoe");
    private static readonly FrozenSet<string> Latent = Names("deepseek2 kimi-linear minicpm3 mistral4");
    private static readonly FrozenSet<string> OneHeadEach = Names("cogvlm deepseek2-ocr dots1 minicpm3 rwkv6");
    private static readonly FrozenSet<string> Gated = Names("bailingmoe2 dots1 exaone-moe kimi-linear minimax-m2");

    private static readonly FrozenSet<string> Mixture = Names(
        """
        afmoe arctic bailingmoe bailingmoe2 cohere2moe dbrx deepseek dots1 ernie4_5-moe exaone-moe glm4moe gpt-oss grok grovemoe hunyuan-moe lfm2moe llama4 minimax-m2 olmoe phimoe
        qwen2moe qwen35moe qwen3moe qwen3next qwen3vlmoe smallthinker
        """);

    public GgufPurpose Purpose { get; private init; }

    /// <summary>Gets whether there are checks of its numbers. Encoders without them are known by their purpose only.</summary>
    public bool IsChecked { get; private init; }

    /// <summary>Gets whether some layers have attention heads.</summary>
    public bool Attends { get; private init; }

    /// <summary>Gets whether RoPE covers whole heads. Then keys and values have the same length, too.</summary>
    public bool RotatesWholeHeads { get; private init; }

    /// <summary>Gets whether keys and values have the same length.</summary>
    public bool HasEqualKeysAndValues { get; private init; }

    /// <summary>Gets whether positions use RoPE.</summary>
    public bool Rotates { get; private init; }

    /// <summary>Gets whether positions have several parts, each for its own section of the head.</summary>
    public bool NeedsSections { get; private init; }

    /// <summary>Gets whether keys are latent: RoPE covers a part, and the rest, which must not be empty, is computed from a compressed form.</summary>
    public bool HasLatentKeys { get; private init; }

    /// <summary>Gets whether every head has its own keys and values.</summary>
    public bool HasOneKeyPerHead { get; private init; }

    /// <summary>Gets whether the model must have experts.</summary>
    public bool NeedsExperts { get; private init; }

    /// <summary>Gets whether the file must name the function that chooses experts.</summary>
    public bool NeedsGating { get; private init; }

    /// <summary>Returns the properties of an architecture, or <see langword="null"/> if it is not listed.</summary>
    public static Architecture? Find(string name)
    {
        var whole = WholeHeadsRotated.Contains(name);
        var equal = KeysLikeValues.Contains(name);
        var purpose = Purposes(name);
        var isChecked = whole || equal || Others.Contains(name);
        return !isChecked && purpose == GgufPurpose.Text ? null : new()
        {
            Purpose = purpose,
            IsChecked = isChecked,
            Attends = !Recurrent.Contains(name),
            RotatesWholeHeads = whole,
            HasEqualKeysAndValues = whole || equal,
            Rotates = !Unrotated.Contains(name),
            NeedsSections = InSections.Contains(name),
            HasLatentKeys = Latent.Contains(name),
            HasOneKeyPerHead = OneHeadEach.Contains(name),
            NeedsExperts = Mixture.Contains(name),
            NeedsGating = Gated.Contains(name),
        };
    }

    private static GgufPurpose Purposes(string name) =>
        Embedding.Contains(name) ? GgufPurpose.Embedding
        : Diffusion.Contains(name) ? GgufPurpose.Diffusion
        : Speech.Contains(name) ? GgufPurpose.Speech
        : Part.Contains(name) ? GgufPurpose.Part
        : name == "t5" ? GgufPurpose.EncoderDecoder
        : GgufPurpose.Text;

    private static FrozenSet<string> Names(string names) => names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
