namespace Edge.AI.Testing.Gguf;

/// <summary>
/// A model of the llama or qwen2 architecture with random weights. llama.cpp loads and runs it like any other model, but its answers
/// mean nothing. The same settings give the same bytes.
/// </summary>
public sealed record RandomLlama
{
    /// <summary>The template of most small chat models: <c>&lt;|im_start|&gt;role\ntext&lt;|im_end|&gt;\n</c>.</summary>
    public const string ChatMl =
        "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}"
        + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

    public string Name { get; init; } = "random llama";

    public ModelArchitecture Architecture { get; init; }

    public int Layers { get; init; } = 2;

    /// <summary>Numbers per token between layers; a multiple of 32 for quantized weights.</summary>
    public int Width { get; init; } = 64;

    public int Heads { get; init; } = 4;

    /// <summary>The number of heads with keys and values of their own; divides <see cref="Heads"/>.</summary>
    public int KeyValueHeads { get; init; } = 2;

    /// <summary>The width inside the feed-forward part; a multiple of 32 for quantized weights.</summary>
    public int FeedForward { get; init; } = 128;

    public int ContextLength { get; init; } = 512;

    /// <summary>The type that stores the matrices; norms are always F32.</summary>
    public WeightType Weights { get; init; } = WeightType.F32;

    public VocabularyKind VocabularyKind { get; init; }

    public int VocabularySize { get; init; } = 512;

    /// <summary>User-defined tokens, which are found in any text as a whole.</summary>
    public IReadOnlyList<string> UserDefinedTokens { get; init; } = [];

    /// <summary>The Jinja template; null for a file without one.</summary>
    public string? ChatTemplate { get; init; } = ChatMl;

    /// <summary>Whether the output matrix is the embedding matrix, as in most small models.</summary>
    public bool TiedEmbeddings { get; init; }

    public int Seed { get; init; } = 1;

    public void Write(string path) => ToGguf().Write(path);

    public byte[] ToArray() => ToGguf().ToArray();

    /// <summary>The model. Write it, or add more metadata first.</summary>
    public GgufWriter ToGguf()
    {
        var gguf = new GgufWriter();
        AddMetadata(gguf);
        var vocabulary = new Vocabulary(VocabularyKind, VocabularySize, UserDefinedTokens);
        vocabulary.AddTo(gguf);
        if (ChatTemplate is not null)
            gguf.Add("tokenizer.chat_template", ChatTemplate);

        AddTensors(gguf, vocabulary);
        return gguf;
    }

    private int HeadLength => Width / Heads;

    private string ArchitectureName => Architecture == ModelArchitecture.Qwen2 ? "qwen2" : "llama";

    private void AddMetadata(GgufWriter gguf) => gguf
        .Add("general.architecture", ArchitectureName)
        .Add("general.name", Name)
        .Add("general.file_type", FileType)
        .Add("general.quantization_version", 2u)
        .Add($"{ArchitectureName}.context_length", (uint)ContextLength)
        .Add($"{ArchitectureName}.embedding_length", (uint)Width)
        .Add($"{ArchitectureName}.block_count", (uint)Layers)
        .Add($"{ArchitectureName}.feed_forward_length", (uint)FeedForward)
        .Add($"{ArchitectureName}.attention.head_count", (uint)Heads)
        .Add($"{ArchitectureName}.attention.head_count_kv", (uint)KeyValueHeads)
        .Add($"{ArchitectureName}.attention.layer_norm_rms_epsilon", 1e-5f)
        .Add($"{ArchitectureName}.rope.dimension_count", (uint)HeadLength)
        .Add($"{ArchitectureName}.rope.freq_base", Architecture == ModelArchitecture.Qwen2 ? 1_000_000f : 10_000f)
        .Add($"{ArchitectureName}.vocab_size", (uint)VocabularySize);

    // enum llama_ftype
    private uint FileType => Weights switch
    {
        WeightType.F32 => 0,
        WeightType.F16 => 1,
        WeightType.Q4_0 => 2,
        _ => 7,
    };

    private void AddTensors(GgufWriter gguf, Vocabulary vocabulary)
    {
        TokenMatrix(gguf, "token_embd.weight", vocabulary);
        for (var layer = 0; layer < Layers; layer++)
            AddLayer(gguf, $"blk.{layer}.");

        Ones(gguf, "output_norm.weight");
        if (!TiedEmbeddings)
            TokenMatrix(gguf, "output.weight", vocabulary);
    }

    private void AddLayer(GgufWriter gguf, string prefix)
    {
        Ones(gguf, prefix + "attn_norm.weight");
        Matrix(gguf, prefix + "attn_q.weight", Width, Heads * HeadLength);
        Matrix(gguf, prefix + "attn_k.weight", Width, KeyValueHeads * HeadLength);
        Matrix(gguf, prefix + "attn_v.weight", Width, KeyValueHeads * HeadLength);
        if (Architecture == ModelArchitecture.Qwen2)
        {
            Bias(gguf, prefix + "attn_q.bias", Heads * HeadLength);
            Bias(gguf, prefix + "attn_k.bias", KeyValueHeads * HeadLength);
            Bias(gguf, prefix + "attn_v.bias", KeyValueHeads * HeadLength);
        }

        Matrix(gguf, prefix + "attn_output.weight", Heads * HeadLength, Width);
        Ones(gguf, prefix + "ffn_norm.weight");
        Matrix(gguf, prefix + "ffn_gate.weight", Width, FeedForward);
        Matrix(gguf, prefix + "ffn_up.weight", Width, FeedForward);
        Matrix(gguf, prefix + "ffn_down.weight", FeedForward, Width);
    }

    private void Matrix(GgufWriter gguf, string name, int rowLength, int rows)
    {
        var random = new RandomWeights($"{Seed} {name}");
        gguf.AddTensor(name, Weights, [rowLength, rows], (index, row) => random.Fill(index, row, deviation: 1 / MathF.Sqrt(rowLength)));
    }

    // A token whose row is zero has the logit 0. Of many rows of random numbers, dozens have a higher logit.
    private void TokenMatrix(GgufWriter gguf, string name, Vocabulary vocabulary)
    {
        var random = new RandomWeights($"{Seed} {name}");
        gguf.AddTensor(name, Weights, [Width, VocabularySize], (index, row) =>
        {
            if (vocabulary.IsSpoken(index))
                random.Fill(index, row, deviation: 1 / MathF.Sqrt(Width));
            else
                row.Clear();
        });
    }

    private void Bias(GgufWriter gguf, string name, int length) =>
        gguf.AddTensor(name, WeightType.F32, [length], (_, row) => new RandomWeights($"{Seed} {name}").Fill(0, row, deviation: 0.1f));

    private void Ones(GgufWriter gguf, string name) => gguf.AddTensor(name, WeightType.F32, [Width], (_, row) => row.Fill(1));
}
