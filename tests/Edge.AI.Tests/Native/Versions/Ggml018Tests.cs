using System.Runtime.CompilerServices;
using Edge.AI.Native.Versions;

namespace Edge.AI.Tests.Native.Versions;

/// <summary>Sizes and offsets as a C compiler lays out llama.h of LLamaSharp 0.30.0 on 64-bit machines.</summary>
public sealed unsafe class Ggml018Tests
{
    [Fact]
    public void The_structs_have_the_sizes_that_llama_h_gives_them()
    {
        sizeof(Ggml018.ModelParams).Should().Be(72);
        sizeof(Ggml018.ContextParams).Should().Be(160);
    }

    [Fact]
    public void Model_params_have_their_fields_where_llama_h_has_them()
    {
        Ggml018.ModelParams p = default;
        Offset(ref p, ref p.GpuLayers).Should().Be(16);
        Offset(ref p, ref p.LoadMode).Should().Be(24);
        Offset(ref p, ref p.MainGpu).Should().Be(28);
        Offset(ref p, ref *(nint*)&p.TensorSplit).Should().Be(32);
        Offset(ref p, ref *(nint*)&p.ProgressCallback).Should().Be(40);
        Offset(ref p, ref p.KvOverrides).Should().Be(56);
        Offset(ref p, ref p.VocabOnly).Should().Be(64);
        Offset(ref p, ref p.LoadMtp).Should().Be(69);
    }

    [Fact]
    public void Context_params_have_their_fields_where_llama_h_has_them()
    {
        Ggml018.ContextParams p = default;
        Offset(ref p, ref p.MaxOutputs).Should().Be(20);
        Offset(ref p, ref p.Threads).Should().Be(24);
        Offset(ref p, ref p.ContextType).Should().Be(32);
        Offset(ref p, ref p.RopeFrequencyBase).Should().Be(52);
        Offset(ref p, ref p.EvaluationCallback).Should().Be(88);
        Offset(ref p, ref p.KeyType).Should().Be(104);
        Offset(ref p, ref *(nint*)&p.AbortCallback).Should().Be(112);
        Offset(ref p, ref p.Embeddings).Should().Be(128);
        Offset(ref p, ref p.UnifiedKv).Should().Be(133);
        Offset(ref p, ref p.Samplers).Should().Be(136);
        Offset(ref p, ref p.OtherContext).Should().Be(152);
    }

    private static long Offset<TStruct, TField>(ref TStruct start, ref TField field)
        where TStruct : unmanaged
        where TField : unmanaged =>
        Unsafe.ByteOffset(ref Unsafe.As<TStruct, byte>(ref start), ref Unsafe.As<TField, byte>(ref field));
}
