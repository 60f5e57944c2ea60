using System.Runtime.InteropServices;
using Edge.AI.Native.Loading;
using Edge.AI.Testing.Gguf;

namespace Edge.AI.Tests.Gguf;

/// <summary>Blocks as ggml itself writes and reads them: the functions are those of the runtime that runs the models.</summary>
public sealed unsafe class QuantizerTests : IDisposable
{
    private const int Length = 256;

    private readonly nint _ggml = NativeLibrary.Load(RuntimeSearch.OfProcess(null, EdgeRuntime.Auto).Find().Files.Base);

    public void Dispose() => NativeLibrary.Free(_ggml);

    public static TheoryData<WeightType, string> Types => new() { { WeightType.Q4_0, "q4_0" }, { WeightType.Q8_0, "q8_0" } };

    [Theory]
    [MemberData(nameof(Types))]
    public void A_row_has_the_bytes_that_ggml_gives_it(WeightType type, string name)
    {
        var row = Row();
        var (ours, theirs) = (new byte[Quantizer.RowBytes(type, Length)], new byte[Quantizer.RowBytes(type, Length)]);
        var quantize = (delegate* unmanaged[Cdecl]<float*, byte*, long, void>)NativeLibrary.GetExport(_ggml, $"quantize_row_{name}_ref");

        Quantizer.Quantize(type, row, ours);
        fixed (float* numbers = row)
        fixed (byte* bytes = theirs)
            quantize(numbers, bytes, Length);

        ours.Should().Equal(theirs);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Ggml_reads_a_row_as_numbers_within_a_step_of_the_originals(WeightType type, string name)
    {
        var row = Row();
        var bytes = new byte[Quantizer.RowBytes(type, Length)];
        Quantizer.Quantize(type, row, bytes);
        var read = new float[Length];
        var dequantize = (delegate* unmanaged[Cdecl]<byte*, float*, long, void>)NativeLibrary.GetExport(_ggml, $"dequantize_row_{name}");

        fixed (byte* start = bytes)
        fixed (float* numbers = read)
            dequantize(start, numbers, Length);

        // Of the 16 steps of four bits one is missing opposite the extreme, so what is there may be a whole step away.
        var most = type == WeightType.Q4_0 ? 1f / 8 : 0.5f / 127;
        read.Zip(row, (value, original) => Math.Abs(value - original)).Should().OnlyContain(distance => distance <= most * 1.01f);
    }

    private static float[] Row() => [.. Enumerable.Range(0, Length).Select(index => MathF.Sin(index * index))];
}
