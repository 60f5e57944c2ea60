namespace Edge.AI.Testing.Gguf;

/// <summary>An encoder of the BERT architecture with random weights and a WordPiece vocabulary. Its vectors mean nothing. The same settings give the same bytes.</summary>
public sealed record RandomBert
{
    public const int UnknownId = 1;
    public const int BeginId = 2;
    public const int SeparatorId = 3;

    private const string Characters = "abcdefghijklmnopqrstuvwxyz0123456789.,!?'-";

    private static readonly string[] Words = ["the", "a", "man", "woman", "is", "eating", "playing", "food", "guitar", "sky", "blue", "what", "why", "query", "title"];

    private static readonly string[] Endings = ["ing", "ed", "s", "er"];

    /// <summary><c>enum llama_pooling_type</c>: 1 mean, 2 first token, 3 last token, 4 rank; null for a file that does not say it.</summary>
    public uint? Pooling { get; init; } = 1;

    public int Layers { get; init; } = 2;

    /// <summary>Numbers per token between layers; a multiple of 32 for quantized weights.</summary>
    public int Width { get; init; } = 64;

    public int Heads { get; init; } = 4;

    /// <summary>The width inside the feed-forward part; a multiple of 32 for quantized weights.</summary>
    public int FeedForward { get; init; } = 128;

    public int ContextLength { get; init; } = 128;

    /// <summary>The type that stores the matrices; norms, biases and positions are always F32.</summary>
    public WeightType Weights { get; init; } = WeightType.F32;

    public int Seed { get; init; } = 1;

    /// <summary>The tokens. A token that begins a word begins with <c>▁</c>.</summary>
    public static IReadOnlyList<string> Tokens { get; } =
    [
        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]",
        .. Characters.Select(character => $"▁{character}"), .. Words.Where(word => word.Length > 1).Select(word => $"▁{word}"),
        .. Characters.Select(character => character.ToString()), .. Endings.Where(ending => ending.Length > 1),
    ];

    public void Write(string path) => ToGguf().Write(path);

    public byte[] ToArray() => ToGguf().ToArray();

    /// <summary>The model. Write it, or add more metadata first.</summary>
    public GgufWriter ToGguf()
    {
        var gguf = new GgufWriter();
        AddMetadata(gguf);
        AddTensors(gguf);
        return gguf;
    }

    private void AddMetadata(GgufWriter gguf)
    {
        gguf.Add("general.architecture", "bert")
            .Add("general.name", "random bert")
            .Add("general.file_type", Weights == WeightType.F32 ? 0u : 7u)
            .Add("bert.context_length", (uint)ContextLength)
            .Add("bert.embedding_length", (uint)Width)
            .Add("bert.block_count", (uint)Layers)
            .Add("bert.feed_forward_length", (uint)FeedForward)
            .Add("bert.attention.head_count", (uint)Heads)
            .Add("bert.attention.layer_norm_epsilon", 1e-12f)
            .Add("bert.attention.causal", false)
            .Add("tokenizer.ggml.model", "bert")
            .Add("tokenizer.ggml.token_type_count", 2u)
            .Add("tokenizer.ggml.tokens", Tokens.ToArray())
            .Add("tokenizer.ggml.token_type", Tokens.Select((_, id) => id < 5 ? 3 : 1).ToArray()) // control, normal
            .Add("tokenizer.ggml.unknown_token_id", (uint)UnknownId)
            .Add("tokenizer.ggml.bos_token_id", (uint)BeginId)
            .Add("tokenizer.ggml.seperator_token_id", (uint)SeparatorId)
            .Add("tokenizer.ggml.padding_token_id", 0u);
        if (Pooling is { } pooling)
            gguf.Add("bert.pooling_type", pooling);
    }

    private void AddTensors(GgufWriter gguf)
    {
        Matrix(gguf, "token_embd.weight", Width, Tokens.Count);
        Numbers(gguf, "position_embd.weight", [Width, ContextLength]);
        Numbers(gguf, "token_types.weight", [Width, 2]);
        Norm(gguf, "token_embd_norm");
        for (var layer = 0; layer < Layers; layer++)
        {
            var prefix = $"blk.{layer}.";
            foreach (var name in (string[])["attn_q", "attn_k", "attn_v", "attn_output"])
                Linear(gguf, prefix + name, Width, Width);
            Norm(gguf, prefix + "attn_output_norm");
            Linear(gguf, prefix + "ffn_up", Width, FeedForward);
            Linear(gguf, prefix + "ffn_down", FeedForward, Width);
            Norm(gguf, prefix + "layer_output_norm");
        }
    }

    private void Linear(GgufWriter gguf, string name, int rowLength, int rows)
    {
        Matrix(gguf, name + ".weight", rowLength, rows);
        Numbers(gguf, name + ".bias", [rows]);
    }

    private void Matrix(GgufWriter gguf, string name, int rowLength, int rows)
    {
        var random = new RandomWeights($"{Seed} {name}");
        gguf.AddTensor(name, Weights, [rowLength, rows], (index, row) => random.Fill(index, row, deviation: 1.5f / MathF.Sqrt(rowLength)));
    }

    private void Numbers(GgufWriter gguf, string name, long[] dimensions)
    {
        var random = new RandomWeights($"{Seed} {name}");
        gguf.AddTensor(name, WeightType.F32, dimensions, (index, row) => random.Fill(index, row, deviation: 0.1f));
    }

    private void Norm(GgufWriter gguf, string name)
    {
        gguf.AddTensor(name + ".weight", WeightType.F32, [Width], (_, row) => row.Fill(1));
        Numbers(gguf, name + ".bias", [Width]);
    }
}
