namespace Edge.AI.Gguf;

/// <summary>Specifies the type of a metadata value, with the ids of the format.</summary>
#pragma warning disable CS1591 // the names are those of ggml
public enum GgufValueType : uint
{
    UInt8 = 0,
    Int8 = 1,
    UInt16 = 2,
    Int16 = 3,
    UInt32 = 4,
    Int32 = 5,
    Float32 = 6,
    Bool = 7,
    String = 8,
    Array = 9,
    UInt64 = 10,
    Int64 = 11,
    Float64 = 12,
}
#pragma warning restore CS1591

internal static class GgufValueTypeExtensions
{
    /// <summary>Returns the length of one value in bytes, or <see langword="null"/> if it varies or the id is unknown.</summary>
    public static int? FixedSize(this GgufValueType type) => type switch
    {
        GgufValueType.UInt8 or GgufValueType.Int8 or GgufValueType.Bool => 1,
        GgufValueType.UInt16 or GgufValueType.Int16 => 2,
        GgufValueType.UInt32 or GgufValueType.Int32 or GgufValueType.Float32 => 4,
        GgufValueType.UInt64 or GgufValueType.Int64 or GgufValueType.Float64 => 8,
        _ => null,
    };

    public static bool IsInteger(this GgufValueType type) =>
        type.FixedSize() is not null && type is not (GgufValueType.Bool or GgufValueType.Float32 or GgufValueType.Float64);
}
