using Edge.AI.Gguf;

namespace Edge.AI.Testing.Gguf;

/// <summary>A GGUF file in memory that can be changed and written again. Whatever is changed, the written file has a valid layout.</summary>
public sealed class GgufDocument
{
    public GgufDocument(Dictionary<string, object> metadata, List<DocumentTensor> tensors) => (Metadata, Tensors) = (metadata, tensors);

    /// <summary>The metadata: numbers, Booleans, texts, and arrays of these.</summary>
    public Dictionary<string, object> Metadata { get; }

    public List<DocumentTensor> Tensors { get; }

    public static GgufDocument Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        var header = GgufFile.Read(stream, bytes.Length, "document.gguf");
        var metadata = header.Metadata.ToDictionary(pair => pair.Key, pair => pair.Value is GgufArray array ? Elements(header, array, stream) : pair.Value, StringComparer.Ordinal);
        return new(metadata, [.. header.Tensors.Select(tensor => new DocumentTensor(
            tensor.Name, (uint)tensor.Type, [.. tensor.Dimensions], bytes.AsSpan((int)(header.DataOffset + tensor.Offset), (int)tensor.ByteLength).ToArray()))]);
    }

    public DocumentTensor Tensor(string name) => Tensors.Single(tensor => tensor.Name == name);

    public byte[] ToArray()
    {
        var writer = new GgufWriter();
        foreach (var (key, value) in Metadata)
            writer.Add(key, value);
        foreach (var tensor in Tensors)
            writer.AddRawTensor(tensor.Name, tensor.Type, tensor.Dimensions, tensor.Bytes);

        return writer.ToArray();
    }

    private static Array Elements(GgufFile header, GgufArray array, Stream stream)
    {
        var elements = header.ReadArray(array, stream).ToList();
        var typed = Array.CreateInstance(elements.Count == 0 ? typeof(string) : elements[0].GetType(), elements.Count);
        for (var index = 0; index < elements.Count; index++)
            typed.SetValue(elements[index], index);
        return typed;
    }
}

/// <summary>A tensor with its type id, shape and bytes.</summary>
public sealed class DocumentTensor(string name, uint type, long[] dimensions, byte[] bytes)
{
    public string Name { get; set; } = name;

    public uint Type { get; set; } = type;

    public long[] Dimensions { get; set; } = dimensions;

    public byte[] Bytes { get; set; } = bytes;
}
