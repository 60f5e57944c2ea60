using Edge.AI.Native.Structs;

namespace Edge.AI.Tests.Native;

/// <summary>Sizes as a C compiler lays out the structs that are the same in every supported version, on 64-bit machines.</summary>
public sealed unsafe class StructLayoutTests
{
    [Fact]
    public void Every_struct_has_the_size_that_llama_h_gives_it()
    {
        sizeof(LlamaBatch).Should().Be(56);
        sizeof(LlamaTokenData).Should().Be(12);
        sizeof(LlamaTokenDataArray).Should().Be(32);
        sizeof(LlamaLogitBias).Should().Be(8);
        sizeof(LlamaSamplerChainParams).Should().Be(1);
    }
}
