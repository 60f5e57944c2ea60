using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Edge.AI.Testing.Gguf;

/// <summary>Writes rows of numbers in the layouts of ggml-common.h.</summary>
public static class Quantizer
{
    private const int BlockLength = 32;
    private const int Q8Bytes = 2 + BlockLength;
    private const int Q4Bytes = 2 + BlockLength / 2;

    /// <summary>The bytes of a row.</summary>
    /// <exception cref="ArgumentException">The type needs a multiple of 32 elements.</exception>
    public static int RowBytes(WeightType type, long elements) => type switch
    {
        WeightType.F32 => checked((int)elements * sizeof(float)),
        WeightType.F16 => checked((int)elements * 2),
        _ when elements % BlockLength != 0 => throw new ArgumentException($"{type} needs rows of a multiple of {BlockLength} elements, not {elements}.", nameof(elements)),
        WeightType.Q8_0 => checked((int)(elements / BlockLength) * Q8Bytes),
        WeightType.Q4_0 => checked((int)(elements / BlockLength) * Q4Bytes),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    public static void Quantize(WeightType type, ReadOnlySpan<float> row, Span<byte> destination)
    {
        switch (type)
        {
            case WeightType.F32:
                MemoryMarshal.AsBytes(row).CopyTo(destination);
                break;
            case WeightType.F16:
                ToF16(row, MemoryMarshal.Cast<byte, Half>(destination));
                break;
            case WeightType.Q8_0:
                for (var block = 0; block < row.Length / BlockLength; block++)
                    ToQ8(row.Slice(block * BlockLength, BlockLength), destination.Slice(block * Q8Bytes, Q8Bytes));
                break;
            case WeightType.Q4_0:
                for (var block = 0; block < row.Length / BlockLength; block++)
                    ToQ4(row.Slice(block * BlockLength, BlockLength), destination.Slice(block * Q4Bytes, Q4Bytes));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(type), type, null);
        }
    }

    private static void ToF16(ReadOnlySpan<float> row, Span<Half> destination)
    {
        for (var index = 0; index < row.Length; index++)
            destination[index] = (Half)row[index];
    }

    // A half-precision scale, then 32 signed bytes.
    private static void ToQ8(ReadOnlySpan<float> block, Span<byte> destination)
    {
        var scale = MathF.Abs(Extreme(block)) / 127;
        var inverse = scale == 0 ? 0 : 1 / scale;
        BinaryPrimitives.WriteHalfLittleEndian(destination, (Half)scale);
        for (var index = 0; index < BlockLength; index++)
            destination[2 + index] = (byte)(sbyte)MathF.Round(block[index] * inverse);
    }

    // A half-precision scale, then 16 bytes with elements 0–15 in the low and 16–31 in the high halves, each 8 more than its value.
    // The element furthest from zero gets -8, the end of the range that has one step more.
    private static void ToQ4(ReadOnlySpan<float> block, Span<byte> destination)
    {
        var scale = Extreme(block) / -8;
        var inverse = scale == 0 ? 0 : 1 / scale;
        BinaryPrimitives.WriteHalfLittleEndian(destination, (Half)scale);
        for (var index = 0; index < BlockLength / 2; index++)
            destination[2 + index] = (byte)(Nibble(block[index] * inverse) | Nibble(block[index + BlockLength / 2] * inverse) << 4);
    }

    private static int Nibble(float value) => Math.Min(15, (int)(value + 8.5f));

    private static float Extreme(ReadOnlySpan<float> block)
    {
        var extreme = 0f;
        foreach (var value in block)
        {
            if (MathF.Abs(value) > MathF.Abs(extreme))
                extreme = value;
        }

        return extreme;
    }
}
