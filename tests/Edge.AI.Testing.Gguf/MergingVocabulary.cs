using System.Text;

namespace Edge.AI.Testing.Gguf;

/// <summary>
/// A file with a byte-pair vocabulary and no weights, for any pre-tokenizer. Because of its merges, a text that is cut at the wrong place has other tokens: runs
/// merge by two, three, four and eight, digits by two and three, and characters of three and four bytes have tokens of their own.
/// </summary>
public static class MergingVocabulary
{
    private static readonly string[] RawNames = ["gemma4", "granite-embed-multi-311m", "sarvam-moe", "whitespace"];

    private static readonly string[] Words =
    [
        " the", " of", "the", "hello", " world", "ing", "tion", "一", "二", "你好", "世界", "😀", "🎉", "sky", " blue", "ab", "bc", "cd", "de", "'s", "'re", "AB", "Ba", ". ", "!!", "!!!!",
    ];

    /// <summary>Every name that llama.cpp v0.4.0 knows (llama-vocab.cpp).</summary>
    public static IReadOnlyList<string> PreTokenizers { get; } =
    [
        "default", "minicpm5", "llama3", "llama-v3", "llama-bpe", "falcon3", "falcon-h1", "pixtral", "midm-2.0", "lfm2", "jina-v5-nano", "deepseek-llm",
        "deepseek-coder", "deepseek-v3", "youtu", "falcon", "mpt", "starcoder", "gpt-2", "phi-2", "jina-es", "jina-de", "gigachat", "jina-v2-es", "jina-v2-de",
        "a.x-4.0", "mellum", "modern-bert", "jais-2", "gemma4", "granite-embed-multi-311m", "sarvam-moe", "jina-v1-en", "jina-v2-code", "roberta-bpe", "whitespace",
        "refact", "command-r", "qwen2", "deepseek-r1-qwen", "kormo", "f2llmv2", "qwen35", "stablelm2", "olmo", "dbrx", "smaug-bpe", "poro-chat", "glm4", "chatglm-bpe",
        "viking", "jais", "tekken", "smollm", "codeshell", "bloom", "gpt3-finnish", "exaone", "exaone4", "exaone-moe", "chameleon", "minerva-7b", "megrez", "gpt-4o",
        "llama4", "kanana2", "talkie", "granite-embed-multi-97m", "tiny_aya", "cohere2moe", "superbpe", "trillion", "granite-docling", "bailingmoe", "bailingmoe2",
        "llada-moe", "seed-coder", "hunyuan", "hunyuan-dense", "joyai-llm", "kimi-k2", "grok-2", "afmoe", "laguna", "minimax-m2", "solar-open", "mellum2",
    ];

    /// <summary>Writes the file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="preTokenizer">One of <see cref="PreTokenizers"/>.</param>
    /// <param name="userDefined">User-defined tokens, which are found in any text as a whole.</param>
    /// <param name="extra">Additional metadata.</param>
    public static void Write(string path, string preTokenizer, IReadOnlyList<string>? userDefined = null, params (string Key, object Value)[] extra)
    {
        var isRaw = RawNames.Contains(preTokenizer);
        List<string> tokens = ["<unk>", "<s>", "</s>", "<|im_start|>", "<|im_end|>", .. userDefined ?? []];
        List<int> types = [2, 3, 3, 3, 3, .. (userDefined ?? []).Select(_ => 4)];
        HashSet<string> known = [.. tokens];
        List<string> merges = [];
        if (isRaw)
        {
            for (var value = 0; value < 256; value++)
                Add($"<0x{value:X2}>", 6);
            foreach (var rune in (string.Concat(Enumerable.Range('!', '~' - '!' + 1).Select(character => (char)character)) + "▁\n\t一二你好世界😀🎉").EnumerateRunes())
                Add(rune.ToString());
        }
        else
        {
            for (var value = 0; value < 256; value++)
                Add(ByteText((byte)value));
        }

        foreach (var run in (string[])["a", " ", "\n"])
        {
            if (isRaw && run == "\n")
                continue;
            foreach (var (left, right) in ((int, int)[])[(1, 1), (2, 1), (2, 2), (4, 4)])
                Merge(Spell(Repeat(run, left)), Spell(Repeat(run, right)));
        }

        foreach (var (left, right) in ((string, string)[])[("1", "2"), ("3", "4"), ("12", "3"), ("7", "7"), ("77", "7")])
            Merge(Spell(left), Spell(right));
        foreach (var spelled in Words.Select(Spell))
        {
            for (var length = 2; length <= spelled.Length; length++)
            {
                if (!char.IsLowSurrogate(spelled[length - 1]) || length > 2)
                    Merge(spelled[..(length - (char.IsLowSurrogate(spelled[length - 1]) ? 2 : 1))], spelled[(length - (char.IsLowSurrogate(spelled[length - 1]) ? 2 : 1))..length]);
            }
        }

        var gguf = new GgufWriter()
            .Add("general.architecture", "llama")
            .Add("llama.context_length", 512u)
            .Add("llama.embedding_length", 64u)
            .Add("llama.block_count", 1u)
            .Add("llama.feed_forward_length", 64u)
            .Add("llama.attention.head_count", 4u)
            .Add("llama.attention.layer_norm_rms_epsilon", 1e-5f)
            .Add("llama.vocab_size", (uint)tokens.Count)
            .Add("tokenizer.ggml.model", "gpt2")
            .Add("tokenizer.ggml.pre", preTokenizer)
            .Add("tokenizer.ggml.tokens", tokens.ToArray())
            .Add("tokenizer.ggml.token_type", types.ToArray())
            .Add("tokenizer.ggml.merges", merges.ToArray())
            .Add("tokenizer.ggml.unknown_token_id", 0u)
            .Add("tokenizer.ggml.bos_token_id", 1u)
            .Add("tokenizer.ggml.eos_token_id", 2u);
        foreach (var (key, value) in extra)
            gguf.Add(key, value);
        gguf.Write(path);

        string Spell(string text) => isRaw ? text.Replace(' ', '▁') : string.Concat(Encoding.UTF8.GetBytes(text).Select(ByteText));

        void Merge(string left, string right)
        {
            if (left.Length == 0 || merges.Contains($"{left} {right}"))
                return;

            Add(left + right);
            merges.Add($"{left} {right}");
        }

        void Add(string token, int type = 1)
        {
            if (!known.Add(token))
                return;

            tokens.Add(token);
            types.Add(type);
        }
    }

    /// <summary>GPT-2's character for a byte.</summary>
    private static string ByteText(byte value) => (value is (>= 33 and <= 126) or (>= 0xA1 and <= 0xAC) or >= 0xAE
        ? (char)value
        : (char)(256 + (value < 33 ? value : value < 0xA1 ? value - 127 + 33 : 67))).ToString();

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
