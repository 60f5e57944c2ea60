using Edge.AI.Testing.Gguf;

namespace Edge.AI.Gguf.Tests.Checks;

public class TensorCheckTests
{
    [Theory]
    [InlineData("granitehybrid", "blk.1.ssm_conv1d.bias")]
    [InlineData("falcon-h1", "blk.0.ssm_conv1d.bias")]
    [InlineData("nemotron_h", "blk.1.ssm_conv1d.bias")]
    [InlineData("phi3", "blk.0.attn_k.weight")]
    [InlineData("qwen35", "blk.0.attn_qkv.weight")]
    [InlineData("qwen35", "blk.0.attn_gate.weight")]
    [InlineData("hy_v3+moe", "blk.1.ffn_down_exps.weight")]
    [InlineData("hy_v3+moe", "blk.1.ffn_up_shexp.weight")]
    [InlineData("mimo2+moe", "blk.1.ffn_up_exps.weight")]
    [InlineData("step35+moe", "blk.1.ffn_down_shexp.weight")]
    [InlineData("arwkv7", "blk.0.time_mix_g1.weight")]
    public void A_tensor_that_is_optional_for_the_loader_and_required_by_the_graph_must_exist(string model, string tensor) =>
        ChangedModel.Check(model, gguf => gguf.Tensors.RemoveAll(each => each.Name == tensor).Should().Be(1)).Should().Contain("has no 'blk.");

    [Theory]
    [InlineData("mpt", "blk.0.attn_q_norm.weight")]
    [InlineData("rwkv6qwen2", "blk.0.time_mix_first.weight")]
    public void A_tensor_that_the_graph_fails_with_is_refused(string model, string tensor) =>
        ChangedModel.Check(model, gguf => gguf.Tensors.Add(new(tensor, 0, [64], new byte[256]))).Should().Contain($"has the tensor '{tensor}', which llama.cpp cannot compute with");

    [Theory]
    [InlineData("mamba", "blk.0.ssm_x.weight", 26u, 4)]
    [InlineData("mamba", "blk.0.ssm_conv1d.weight", 1u, 2)]
    [InlineData("mamba2", "blk.0.ssm_norm.weight", 30u, 2)]
    [InlineData("lfm2", "blk.1.shortconv.conv.weight", 1u, 2)]
    [InlineData("gpt-oss+moe", "blk.0.ffn_up_exps.bias", 1u, 2)]
    [InlineData("rwkv7", "blk.0.time_mix_lerp_fused.weight", 1u, 2)]
    [InlineData("llama", "output_norm.weight", 26u, 4)]
    [InlineData("llama", "blk.0.attn_q.weight", 26u, 4)]
    public void A_type_that_a_kernel_does_not_support_is_refused(string model, string tensor, uint type, int bytes) => ChangedModel.Check(model, gguf =>
    {
        var changed = gguf.Tensor(tensor);
        (changed.Type, changed.Bytes) = (type, new byte[changed.Dimensions.Aggregate(1L, (product, length) => product * length) * bytes]);
    }).Should().Contain($"has the tensor '{tensor}' as ");

    [Theory]
    [InlineData(1u, 2)]
    [InlineData(30u, 2)]
    public void Matrices_in_half_precision_are_fine(uint type, int bytes) => ChangedModel.Check("llama", gguf =>
    {
        foreach (var matrix in gguf.Tensors.Where(tensor => tensor.Dimensions.Length == 2))
            (matrix.Type, matrix.Bytes) = (type, new byte[matrix.Dimensions[0] * matrix.Dimensions[1] * bytes]);
    }).Should().BeNull();
}
