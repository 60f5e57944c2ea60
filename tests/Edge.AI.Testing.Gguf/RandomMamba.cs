namespace Edge.AI.Testing.Gguf;

/// <summary>A model of the mamba architecture with random weights: its memory is one state per sequence, which cannot be reset to an earlier token.</summary>
public sealed record RandomMamba
{
    private const int Kernel = 4;
    private const int State = 8;
    private const int Rank = 4;
    private const int Layers = 2;
    private const int Width = 64;
    private const int Inner = 2 * Width;
    private const int VocabularySize = 512;

    public int ContextLength { get; init; } = 1024;

    public void Write(string path)
    {
        var gguf = new GgufWriter();
        gguf.Add("general.architecture", "mamba")
            .Add("general.name", "random mamba")
            .Add("general.file_type", 0u)
            .Add("mamba.context_length", (uint)ContextLength)
            .Add("mamba.embedding_length", (uint)Width)
            .Add("mamba.block_count", (uint)Layers)
            .Add("mamba.feed_forward_length", 0u)
            .Add("mamba.attention.head_count", 0u)
            .Add("mamba.attention.layer_norm_rms_epsilon", 1e-5f)
            .Add("mamba.ssm.conv_kernel", (uint)Kernel)
            .Add("mamba.ssm.inner_size", (uint)Inner)
            .Add("mamba.ssm.state_size", (uint)State)
            .Add("mamba.ssm.time_step_rank", (uint)Rank)
            .Add("mamba.vocab_size", (uint)VocabularySize);
        new Vocabulary(default, VocabularySize).AddTo(gguf);

        Matrix(gguf, "token_embd.weight", Width, VocabularySize);
        for (var layer = 0; layer < Layers; layer++)
            AddLayer(gguf, $"blk.{layer}.");
        Row(gguf, "output_norm.weight", Width, 1);
        gguf.Write(path);
    }

    private static void AddLayer(GgufWriter gguf, string prefix)
    {
        Row(gguf, prefix + "attn_norm.weight", Width, 1);
        Matrix(gguf, prefix + "ssm_in.weight", Width, 2 * Inner);
        Matrix(gguf, prefix + "ssm_conv1d.weight", Kernel, Inner);
        Row(gguf, prefix + "ssm_conv1d.bias", Inner, 0);
        Matrix(gguf, prefix + "ssm_x.weight", Inner, Rank + 2 * State);
        Matrix(gguf, prefix + "ssm_dt.weight", Rank, Inner);
        Row(gguf, prefix + "ssm_dt.bias", Inner, 0);
        gguf.AddTensor(prefix + "ssm_a", WeightType.F32, [State, Inner], (_, row) => row.Fill(-0.5f)); // below zero, so that the past fades
        Row(gguf, prefix + "ssm_d", Inner, 1);
        Matrix(gguf, prefix + "ssm_out.weight", Inner, Width);
    }

    private static void Matrix(GgufWriter gguf, string name, int rowLength, int rows)
    {
        var random = new RandomWeights(name);
        gguf.AddTensor(name, WeightType.F32, [rowLength, rows], (index, row) => random.Fill(index, row, deviation: 1 / MathF.Sqrt(rowLength)));
    }

    private static void Row(GgufWriter gguf, string name, int length, float value) =>
        gguf.AddTensor(name, WeightType.F32, [length], (_, row) => row.Fill(value));
}
