namespace Edge.AI.Testing.Gguf;

/// <summary>A LoRA adapter for a <see cref="RandomLlama"/>, with random weights. It changes the model's answers, but they mean nothing.</summary>
public sealed record RandomLora
{
    public string Architecture { get; init; } = "llama";

    /// <summary>The weight that it changes.</summary>
    public string Target { get; init; } = "blk.0.ffn_down.weight";

    /// <summary>The row length of that weight.</summary>
    public int In { get; init; } = 128;

    /// <summary>Its number of rows.</summary>
    public int Out { get; init; } = 64;

    public int Rank { get; init; } = 4;

    public void Write(string path) => ToGguf().Write(path);

    /// <summary>The adapter. Write it, or add more metadata first.</summary>
    public GgufWriter ToGguf()
    {
        var (down, up) = (new RandomWeights($"{Target} down"), new RandomWeights($"{Target} up"));
        return new GgufWriter()
            .Add("general.type", "adapter")
            .Add("general.architecture", Architecture)
            .Add("adapter.type", "lora")
            .Add("adapter.lora.alpha", (float)Rank)
            .AddTensor(Target + ".lora_a", WeightType.F32, [In, Rank], (index, row) => down.Fill(index, row, deviation: 1))
            .AddTensor(Target + ".lora_b", WeightType.F32, [Rank, Out], (index, row) => up.Fill(index, row, deviation: 1));
    }
}
