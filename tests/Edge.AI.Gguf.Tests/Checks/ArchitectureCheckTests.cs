using Edge.AI.Testing.Gguf;

namespace Edge.AI.Gguf.Tests.Checks;

public class ArchitectureCheckTests
{
    [Theory]
    [InlineData("xverse")]
    [InlineData("starcoder2")]
    [InlineData("qwen2vl")]
    [InlineData("qwen3vl")]
    [InlineData("cohere2moe+moe")]
    [InlineData("granite_swa")]
    [InlineData("exaone")]
    [InlineData("apertus")]
    [InlineData("internlm2")]
    [InlineData("codeshell")]
    [InlineData("orion")]
    [InlineData("hy_v3+moe")]
    public void A_rope_dimension_unlike_the_key_length_is_refused_where_llama_cpp_asserts_it(string model) =>
        Check(model, "rope.dimension_count", 8u).Should().Contain($"'{model.Split('+')[0]}' requires them to be equal");

    [Theory]
    [InlineData("phi2", 16u)]
    [InlineData("nemotron", 16u)]
    [InlineData("glm4", 8u)]
    public void A_rope_dimension_below_the_key_length_is_accepted_where_llama_cpp_accepts_it(string model, uint rotated) => Check(model, "rope.dimension_count", rotated).Should().BeNull();

    [Theory]
    [InlineData("phi2", "rope.dimension_count", 0u, "has a RoPE dimension of 0")]
    [InlineData("phi2", "rope.dimension_count", 15u, "has a RoPE dimension of 15")]
    [InlineData("gemma3", "rope.dimension_count_swa", 15u, "has a RoPE dimension of 15")]
    [InlineData("gemma3", "rope.dimension_count_swa", 0u, "has a RoPE dimension of 0")]
    [InlineData("gemma3", "attention.value_length", 16u, "'gemma3' requires them to be equal")]
    [InlineData("gemma3", "attention.sliding_window_pattern", 1u, "no layer that uses it")]
    [InlineData("afmoe+moe", "attention.sliding_window", 0u, "has no sliding window")]
    [InlineData("smallthinker+moe", "expert_count", 0u, "impossible")]
    [InlineData("olmo2", "attention.head_count", 0u, "has no attention heads")]
    [InlineData("qwen", "attention.head_count", 6u, "multiple of")]
    [InlineData("cogvlm", "attention.head_count_kv", 1u, "requires them to be equal")]
    [InlineData("deepseek2+moe", "rope.dimension_count", 48u, "requires the first to be smaller")]
    [InlineData("deepseek2+moe", "expert_gating_func", 5u, "which llama.cpp does not have")]
    [InlineData("exaone-moe+moe", "expert_gating_func", 0u, "which llama.cpp does not have")]
    [InlineData("ernie4_5-moe+moe", "interleave_moe_layer_step", 0u, "which must be at least 1")]
    [InlineData("deepseek2+moe", "nextn_predict_layers", 2u, "uses all of its layers for multi-token prediction")]
    [InlineData("rwkv7", "wkv.head_size", 5u, "which does not divide the embedding length 64")]
    [InlineData("rwkv7", "wkv.head_size", 0u, "which does not divide the embedding length 64")]
    [InlineData("arwkv7", "token_shift_count", 2u, "where 1 is required")]
    [InlineData("mamba2", "ssm.group_count", 3u, "multiple of")]
    [InlineData("mamba2", "ssm.time_step_rank", 0u, "impossible")]
    [InlineData("jamba", "ssm.inner_size", 64u, "requires twice the embedding length 64")]
    [InlineData("qwen35", "ssm.inner_size", 128u, "requires 2 heads of 32")]
    [InlineData("plamo2", "ssm.group_count", 1u, "where 'plamo2' has none")]
    [InlineData("grovemoe+moe", "experts_per_group", 0u, "which must be at least 1")]
    [InlineData("minicpm3", "attention.head_count_kv", 1u, "requires them to be equal")]
    [InlineData("deepseek2+moe", "attention.key_length", 96u, "where 'deepseek2' requires 48")]
    [InlineData("qwen35", "full_attention_interval", 0u, "which must be at least 1")]
    [InlineData("gemma4", "attention.shared_kv_layers", 100u, "the first two layers need their own")]
    [InlineData("deepseek2+moe", "attention.temperature_scale", 0.5f, "no length for it")]
    public void Numbers_that_llama_cpp_asserts_against_are_refused(string model, string key, object value, string problem) => Check(model, key, value).Should().Contain(problem);

    [Theory]
    [InlineData("smallthinker+moe", "expert_used_count", "expert_count")]
    [InlineData("qwen3moe+moe", "expert_used_count", "expert_count")]
    public void A_mixture_without_experts_is_refused(string model, params string[] keys) => ChangedModel.Check(model, gguf =>
    {
        foreach (var key in keys)
            gguf.Metadata.Remove($"{model.Split('+')[0]}.{key}");
    }).Should().EndWith("is a mixture of experts.");

    [Theory]
    [InlineData("paddleocr")]
    [InlineData("qwen2vl")]
    [InlineData("qwen35")]
    public void Rope_sections_must_exist(string model)
    {
        ChangedModel.Check(model, gguf => gguf.Metadata.Remove($"{model}.rope.dimension_sections")).Should().Contain("has no RoPE sections");
        Check(model, "rope.dimension_sections", (uint[])[0, 0, 0, 0]).Should().Contain("has RoPE sections of 0, 0, 0, 0");
        Check(model, "rope.dimension_sections", (uint[])[1000, 0, 0, 0]).Should().Contain("has RoPE sections of 1000, 0, 0, 0");
    }

    [Fact]
    public void A_layer_with_experts_uses_some_of_them() =>
        Check("llama+moe", "expert_used_count", (uint[])[0, 2]).Should().EndWith("has experts in layer 0, but uses none of them.");

    [Fact]
    public void An_architecture_without_checks_is_refused_unless_the_app_allows_it()
    {
        var header = GgufBytes.Read(new GgufWriter()
            .Add("general.architecture", "brandnew").Add("brandnew.context_length", 128u).Add("brandnew.embedding_length", 64u).Add("brandnew.block_count", 2u).ToArray());
        var checking = () => header.ValidateArchitecture();

        checking.Should().Throw<GgufException>().Which.Hint.Should().Contain("allow unchecked architectures");
        header.ValidateArchitecture(allowUnchecked: true);
    }

    /// <summary>The numbers of models in the catalogue and beside it, as their files have them.</summary>
    [Theory]
    [InlineData("llama", 576, 30, 9, 3, null, 64)]      // SmolLM2-135M
    [InlineData("llama", 2048, 16, 32, 8, 64, 64)]      // Llama 3.2 1B
    [InlineData("llama", 4096, 32, 32, 8, null, 128)]   // Mistral 7B v0.3
    [InlineData("qwen2", 896, 24, 14, 2, null, null)]   // Qwen2.5-0.5B
    [InlineData("qwen2", 3584, 28, 28, 4, null, null)]  // Qwen2.5-7B
    [InlineData("qwen3", 1024, 28, 16, 8, 128, null)]   // Qwen3-0.6B
    [InlineData("smollm3", 2048, 36, 16, 4, null, 128)] // SmolLM3-3B
    [InlineData("gemma2", 2304, 26, 8, 4, 256, null)]   // Gemma 2 2B
    [InlineData("gemma3", 640, 18, 4, 1, 256, null)]    // Gemma 3 270M
    [InlineData("gemma3", 2560, 34, 8, 4, 256, null)]   // Gemma 3 4B
    [InlineData("phi3", 3072, 32, 32, 32, null, 96)]    // Phi-3 mini, Phi-4 mini with 24, 8 and 128
    [InlineData("phi3", 3072, 32, 24, 8, null, 96)]     // Phi-4 mini, which rotates a part
    [InlineData("granite", 2048, 40, 32, 8, null, 64)]  // Granite 3.3 2B
    [InlineData("nemotron", 3072, 32, 24, 8, 128, 64)]  // Minitron 4B
    public void The_numbers_of_real_models_pass(string architecture, int width, int layers, int heads, int shared, int? length, int? rotated)
    {
        var writer = new GgufWriter().Add("general.architecture", architecture);
        foreach (var (key, value) in new (string, int?)[]
        {
            ("context_length", 32_768), ("embedding_length", width), ("block_count", layers), ("attention.head_count", heads), ("attention.head_count_kv", shared),
            ("attention.key_length", length), ("attention.value_length", length), ("rope.dimension_count", rotated),
        })
        {
            if (value is { } number)
                writer.Add($"{architecture}.{key}", (uint)number);
        }

        GgufBytes.Read(writer.ToArray()).ValidateArchitecture();
    }

    private static string? Check(string model, string key, object value) => ChangedModel.Check(model, gguf => gguf.Metadata[$"{model.Split('+')[0]}.{key}"] = value);
}
