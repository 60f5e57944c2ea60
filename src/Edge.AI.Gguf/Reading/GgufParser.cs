using System.Numerics;

namespace Edge.AI.Gguf.Reading;

/// <summary>Reads a header from its first byte to its last. It refuses what llama.cpp refuses.</summary>
internal sealed class GgufParser(GgufInput input)
{
    // Far above the numbers of real models. They limit the work and the memory that a hostile file can cause.
    private const int MaxKeys = 1 << 16;
    private const int MaxTensors = 1 << 20;
    private const int MaxStrings = 1 << 24;

    private const int MaxKeyBytes = ushort.MaxValue; // gguf.md
    private const int MaxNameBytes = 63;             // GGML_MAX_NAME, less the closing zero
    private const int MaxDimensions = 4;             // GGML_MAX_DIMS
    private const uint DefaultAlignment = 32;
    private const uint MinAlignment = 32; // with less than ggml's TENSOR_ALIGNMENT, ggml stops at an assertion about mapped weights
    private const uint MaxAlignment = 1 << 20;

    public GgufFile Parse()
    {
        var version = GgufSignature.Read(input);
        var tensorCount = ReadCount("tensors", MaxTensors);
        var keyCount = ReadCount("metadata values", MaxKeys);
        var metadata = ReadMetadata(keyCount);
        var alignment = AlignmentOf(metadata);
        var tensors = ReadTensors(tensorCount, alignment);
        var dataOffset = tensorCount == 0 ? input.Position : FindData(tensors, alignment);
        return new(input.FileName, version, new(input.FileName, metadata), tensors, alignment, dataOffset);
    }

    private int ReadCount(string what, int max)
    {
        var count = input.ReadUInt64();
        return count <= (ulong)max ? (int)count : throw input.Invalid($"declares {count} {what}; the limit is {max}");
    }

    private Dictionary<string, object> ReadMetadata(int count)
    {
        var metadata = new Dictionary<string, object>(StringComparer.Ordinal);
        for (var index = 0; index < count; index++)
        {
            input.Place = $"metadata key {index + 1} of {count}";
            var key = input.ReadName(MaxKeyBytes);
            input.Place = $"the metadata value '{key}'";
            if (!metadata.TryAdd(key, ReadValue()))
                throw input.Invalid($"has the metadata key '{key}' twice");
        }

        return metadata;
    }

    private object ReadValue()
    {
        var type = (GgufValueType)input.ReadUInt32();
        return type == GgufValueType.Array ? ReadArray() : input.ReadValue(type);
    }

    private GgufArray ReadArray()
    {
        var elementType = (GgufValueType)input.ReadUInt32();
        var count = input.ReadUInt64();
        var (length, start) = ((long)count, input.Position);
        switch (elementType)
        {
            case GgufValueType.Array:
                throw input.Invalid($"has an array of arrays in {input.Place}, which llama.cpp does not read");

            case GgufValueType.String:
                SkipStrings(count);
                break;

            case var _ when elementType.IsInteger() && count <= GgufArray.MaxIntegersKept:
                return new GgufArray(elementType, length, start, ReadIntegers(elementType, (int)count));

            default:
                var size = (ulong?)elementType.FixedSize()
                    ?? throw input.Invalid($"has an array of the value type {(uint)elementType} in {input.Place}, which GGUF does not have");
                input.Skip(count <= ulong.MaxValue / size ? count * size : ulong.MaxValue);
                break;
        }

        return new GgufArray(elementType, length, start);
    }

    private void SkipStrings(ulong count)
    {
        if (count > MaxStrings)
            throw input.Invalid($"declares {count} strings in {input.Place}; the limit is {MaxStrings}");

        for (var index = 0UL; index < count; index++)
            input.SkipText();
    }

    private List<long> ReadIntegers(GgufValueType type, int count)
    {
        var integers = new List<long>();
        for (var index = 0; index < count; index++)
        {
            var value = input.ReadValue(type);
            // A value beyond long becomes negative, and every use refuses negative numbers.
            integers.Add(value is ulong unsigned ? (long)unsigned : Convert.ToInt64(value, provider: null));
        }

        return integers;
    }

    private uint AlignmentOf(Dictionary<string, object> metadata) => metadata.GetValueOrDefault("general.alignment", DefaultAlignment) switch
    {
        uint alignment and >= MinAlignment and <= MaxAlignment when BitOperations.IsPow2(alignment) => alignment,
        uint alignment => throw input.Invalid($"has {alignment} for 'general.alignment', which is not a power of two from {MinAlignment} to {MaxAlignment}"),
        var other => throw input.Invalid($"has 'general.alignment' as {other.GetType().Name}, where UInt32 is expected"),
    };

    private List<GgufTensor> ReadTensors(int count, uint alignment)
    {
        var (tensors, names, end) = (new List<GgufTensor>(), new HashSet<string>(StringComparer.Ordinal), (Int128)0);
        for (var index = 0; index < count; index++)
        {
            input.Place = $"the description of tensor {index + 1} of {count}";
            var tensor = ReadTensor();
            if (!names.Add(tensor.Name))
                throw input.Invalid($"has the tensor '{tensor.Name}' twice");

            // llama.cpp reads only files without gaps between tensors, so the end of the last tensor is the end of all.
            if (tensor.Offset != end)
                throw input.Invalid($"has the tensor '{tensor.Name}' at offset {(ulong)tensor.Offset}, where {end} is expected");

            end = PadToMultiple(end + tensor.ByteLength, alignment);
            tensors.Add(tensor);
        }

        return tensors;
    }

    private GgufTensor ReadTensor()
    {
        var name = input.ReadName(MaxNameBytes);
        input.Place = $"the description of the tensor '{name}'";

        var rank = input.ReadUInt32();
        if (rank > MaxDimensions)
            throw input.Invalid($"has the tensor '{name}' with {rank} dimensions; the limit is {MaxDimensions}");

        var dimensions = new long[rank];
        foreach (ref var dimension in dimensions.AsSpan())
            dimension = (long)input.ReadUInt64();

        var type = (GgmlType)input.ReadUInt32();
        var byteLength = ByteLengthOf(name, dimensions, type);
        return new(name, dimensions, type, (long)input.ReadUInt64(), byteLength);
    }

    private long ByteLengthOf(string name, long[] dimensions, GgmlType type)
    {
        var block = GgmlBlock.Of(type)
            ?? throw input.Invalid(
                $"has the tensor '{name}' of type {(uint)type}, which this llama.cpp does not know",
                "The file may be newer than the runtime, or damaged: update Edge.AI, or download the file again.");

        var elements = (Int128)1;
        foreach (var dimension in dimensions)
        {
            if (dimension < 0 || (elements *= dimension) > long.MaxValue)
                throw input.Invalid($"has the tensor '{name}' with an impossible shape ({string.Join(" × ", dimensions.Select(each => (ulong)each))})");
        }

        var row = dimensions is [var first, ..] ? first : 1;
        if (row % block.Elements != 0)
            throw input.Invalid($"has the tensor '{name}' with rows of {row} elements, where {type} needs a multiple of {block.Elements}");

        var bytes = elements / block.Elements * block.Bytes;
        return bytes <= long.MaxValue ? (long)bytes : throw input.Invalid($"has the tensor '{name}' with an impossible size of {bytes} bytes");
    }

    private long FindData(List<GgufTensor> tensors, uint alignment)
    {
        var (start, last) = (PadToMultiple(input.Position, alignment), tensors[^1]);
        var missing = start + last.Offset + last.ByteLength - input.Length;
        return missing <= 0
            ? (long)start
            : throw input.Invalid($"ends in the middle of its weights: {missing} bytes are missing", "The file is incomplete: delete it and download it again.");
    }

    private static Int128 PadToMultiple(Int128 position, uint alignment) => (position + alignment - 1) & -(Int128)alignment;
}
