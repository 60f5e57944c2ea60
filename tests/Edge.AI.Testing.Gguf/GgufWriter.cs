using System.Text;

namespace Edge.AI.Testing.Gguf;

/// <summary>
/// Writes GGUF files. Metadata and tensors are declared first, then everything is streamed row by row, so that a model of any size
/// needs only the memory of one row.
/// </summary>
public sealed class GgufWriter
{
    /// <summary>Fills one row of a tensor. The same index must give the same numbers.</summary>
    public delegate void RowSource(long index, Span<float> row);

    private readonly List<(string Key, object Value)> _metadata = [];
    private readonly List<Tensor> _tensors = [];

    /// <summary>The version of the format.</summary>
    public uint Version { get; init; } = 3;

    /// <summary>The alignment of tensor offsets; a value other than 32 is written as <c>general.alignment</c>.</summary>
    public uint Alignment { get; init; } = 32;

    /// <summary>Adds metadata: a number, <see cref="bool"/> or <see cref="string"/>, or an array of one of these.</summary>
    public GgufWriter Add(string key, object value)
    {
        _metadata.Add((key, value));
        return this;
    }

    /// <summary>Adds a tensor of numbers.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">The type that stores its numbers.</param>
    /// <param name="dimensions">The number of elements per dimension, beginning with the length of a row.</param>
    /// <param name="rows">Fills its rows.</param>
    public GgufWriter AddTensor(string name, WeightType type, long[] dimensions, RowSource rows)
    {
        var rowBytes = Quantizer.RowBytes(type, dimensions[0]);
        var count = dimensions.Skip(1).Aggregate(1L, (product, dimension) => checked(product * dimension));
        _tensors.Add(new(name, (uint)type, dimensions, count * rowBytes, output => WriteRows(output, type, dimensions[0], count, rows)));
        return this;
    }

    /// <summary>Adds a tensor with the given type id, shape and bytes, unchecked.</summary>
    public GgufWriter AddRawTensor(string name, uint type, long[] dimensions, byte[] bytes)
    {
        _tensors.Add(new(name, type, dimensions, bytes.Length, output => output.Write(bytes)));
        return this;
    }

    public void Write(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 20);
        Write(file);
    }

    public byte[] ToArray()
    {
        using var memory = new MemoryStream();
        Write(memory);
        return memory.ToArray();
    }

    public void Write(Stream output)
    {
        var header = Header();
        output.Write(header);
        Pad(output, header.Length);
        foreach (var tensor in _tensors)
        {
            tensor.WriteTo(output);
            Pad(output, tensor.ByteLength);
        }
    }

    private byte[] Header()
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        var metadata = Alignment == 32 ? _metadata : [.. _metadata, ("general.alignment", Alignment)];

        writer.Write("GGUF"u8);
        writer.Write(Version);
        writer.Write((long)_tensors.Count);
        writer.Write((long)metadata.Count);
        foreach (var (key, value) in metadata)
        {
            WriteText(writer, key);
            WriteTyped(writer, value);
        }

        var offset = 0L;
        foreach (var tensor in _tensors)
        {
            WriteText(writer, tensor.Name);
            writer.Write(tensor.Dimensions.Length);
            foreach (var dimension in tensor.Dimensions)
                writer.Write(dimension);

            writer.Write(tensor.Type);
            writer.Write(offset);
            offset += Padded(tensor.ByteLength);
        }

        return memory.ToArray();
    }

    private static void WriteTyped(BinaryWriter writer, object value)
    {
        if (value is not Array array)
        {
            writer.Write(TypeId(value.GetType()));
            WriteValue(writer, value);
            return;
        }

        writer.Write(9);
        writer.Write(TypeId(value.GetType().GetElementType()!));
        writer.Write(array.LongLength);
        foreach (var element in array)
            WriteValue(writer, element);
    }

    private static int TypeId(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Byte => 0,
        TypeCode.SByte => 1,
        TypeCode.UInt16 => 2,
        TypeCode.Int16 => 3,
        TypeCode.UInt32 => 4,
        TypeCode.Int32 => 5,
        TypeCode.Single => 6,
        TypeCode.Boolean => 7,
        TypeCode.String => 8,
        TypeCode.UInt64 => 10,
        TypeCode.Int64 => 11,
        TypeCode.Double => 12,
        _ => throw new ArgumentException($"GGUF has no values of type {type}.", nameof(type)),
    };

    private static void WriteValue(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case byte number: writer.Write(number); break;
            case sbyte number: writer.Write(number); break;
            case ushort number: writer.Write(number); break;
            case short number: writer.Write(number); break;
            case uint number: writer.Write(number); break;
            case int number: writer.Write(number); break;
            case float number: writer.Write(number); break;
            case bool flag: writer.Write(flag); break;
            case string text: WriteText(writer, text); break;
            case ulong number: writer.Write(number); break;
            case long number: writer.Write(number); break;
            case double number: writer.Write(number); break;
        }
    }

    private static void WriteText(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((long)bytes.Length);
        writer.Write(bytes);
    }

    private static void WriteRows(Stream output, WeightType type, long length, long count, RowSource rows)
    {
        var row = new float[length];
        var bytes = new byte[Quantizer.RowBytes(type, length)];
        for (var index = 0L; index < count; index++)
        {
            rows(index, row);
            Quantizer.Quantize(type, row, bytes);
            output.Write(bytes);
        }
    }

    private void Pad(Stream output, long length) => output.Write(new byte[Padded(length) - length]);

    private long Padded(long length) => (length + Alignment - 1) / Alignment * Alignment;

    private sealed record Tensor(string Name, uint Type, long[] Dimensions, long ByteLength, Action<Stream> WriteTo);
}
