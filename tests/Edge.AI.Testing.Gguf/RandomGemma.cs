namespace Edge.AI.Testing.Gguf;

/// <summary>
/// A model of the gemma3 architecture with random weights. Every second layer sees only a sliding window, and its cache drops everything before the window.
/// </summary>
public sealed record RandomGemma
{
    private const int Layers = 4;
    private const int Width = 64;
    private const int Heads = 4;
    private const int HeadLength = Width / Heads;
    private const int FeedForward = 128;
    private const int VocabularySize = 512;

    /// <summary>The length of the sliding window, in tokens.</summary>
    public int Window { get; init; } = 16;

    public int ContextLength { get; init; } = 1024;

    public void Write(string path)
    {
        var gguf = new GgufWriter()
            .Add("general.architecture", "gemma3")
            .Add("general.name", "random gemma")
            .Add("general.file_type", 0u)
            .Add("gemma3.context_length", (uint)ContextLength)
            .Add("gemma3.embedding_length", (uint)Width)
            .Add("gemma3.block_count", (uint)Layers)
            .Add("gemma3.feed_forward_length", (uint)FeedForward)
            .Add("gemma3.attention.head_count", (uint)Heads)
            .Add("gemma3.attention.head_count_kv", (uint)Heads)
            .Add("gemma3.attention.key_length", (uint)HeadLength)
            .Add("gemma3.attention.value_length", (uint)HeadLength)
            .Add("gemma3.attention.layer_norm_rms_epsilon", 1e-6f)
            .Add("gemma3.attention.sliding_window", (uint)Window)
            .Add("gemma3.attention.sliding_window_pattern", 2u)
            .Add("gemma3.rope.freq_base", 10_000f)
            .Add("gemma3.vocab_size", (uint)VocabularySize)
            .Add("tokenizer.chat_template", RandomLlama.ChatMl);
        new Vocabulary(default, VocabularySize).AddTo(gguf);

        Matrix(gguf, "token_embd.weight", Width, VocabularySize);
        for (var layer = 0; layer < Layers; layer++)
            AddLayer(gguf, $"blk.{layer}.");
        Ones(gguf, "output_norm.weight", Width);
        gguf.Write(path);
    }

    private static void AddLayer(GgufWriter gguf, string prefix)
    {
        Ones(gguf, prefix + "attn_norm.weight", Width);
        foreach (var name in (string[])["attn_q", "attn_k", "attn_v", "attn_output"])
            Matrix(gguf, $"{prefix}{name}.weight", Width, Width);
        Ones(gguf, prefix + "attn_q_norm.weight", HeadLength);
        Ones(gguf, prefix + "attn_k_norm.weight", HeadLength);
        Ones(gguf, prefix + "post_attention_norm.weight", Width);
        Ones(gguf, prefix + "ffn_norm.weight", Width);
        Matrix(gguf, prefix + "ffn_gate.weight", Width, FeedForward);
        Matrix(gguf, prefix + "ffn_up.weight", Width, FeedForward);
        Matrix(gguf, prefix + "ffn_down.weight", FeedForward, Width);
        Ones(gguf, prefix + "post_ffw_norm.weight", Width);
    }

    private static void Matrix(GgufWriter gguf, string name, int rowLength, int rows)
    {
        var random = new RandomWeights(name);
        gguf.AddTensor(name, WeightType.F32, [rowLength, rows], (index, row) => random.Fill(index, row, deviation: 1 / MathF.Sqrt(rowLength)));
    }

    private static void Ones(GgufWriter gguf, string name, int length) => gguf.AddTensor(name, WeightType.F32, [length], (_, row) => row.Fill(1));
}
