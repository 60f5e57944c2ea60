namespace Edge.AI.Gguf;

/// <summary>
/// What a GGUF file says about the model in it, read without its weights (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md).
/// A header that exists is sound: its sizes, offsets and types were checked against the length of the file.
/// </summary>
internal sealed class GgufHeader
{
    internal GgufHeader(string fileName, uint version, GgufMetadata metadata, IReadOnlyList<GgufTensor> tensors, long alignment, long dataOffset)
    {
        FileName = fileName;
        Version = version;
        Metadata = metadata;
        Tensors = tensors;
        Alignment = alignment;
        DataOffset = dataOffset;
        TotalTensorBytes = tensors.Sum(tensor => tensor.ByteLength);

        Architecture = metadata.FindText("general.architecture");
        Name = metadata.FindText("general.name");
        FileType = (GgufFileType?)metadata.FindCount("general.file_type");
        SplitCount = metadata.FindCount("split.count") ?? 1;
        SplitNumber = metadata.FindCount("split.no") ?? 0;
        ChatTemplate = metadata.FindText("tokenizer.chat_template");
        ToolTemplate = metadata.FindText("tokenizer.chat_template.tool_use");

        ContextLength = metadata.FindCount($"{Architecture}.context_length");
        BlockCount = metadata.FindCount($"{Architecture}.block_count");
        EmbeddingLength = metadata.FindCount($"{Architecture}.embedding_length");
        HeadCount = metadata.FindLayerCounts($"{Architecture}.attention.head_count", BlockCount);
        HeadCountKv = metadata.FindLayerCounts($"{Architecture}.attention.head_count_kv", BlockCount) ?? HeadCount;
        KeyLength = metadata.FindCount($"{Architecture}.attention.key_length") ?? EvenShare;
        ValueLength = metadata.FindCount($"{Architecture}.attention.value_length") ?? EvenShare;
        VocabularySize = (int?)metadata.FindArray("tokenizer.ggml.tokens", GgufValueType.String)?.Count ?? metadata.FindCount($"{Architecture}.vocab_size");
    }

    /// <summary>The name of the file, for messages.</summary>
    public string FileName { get; }

    /// <summary>The version of the format, 2 or 3.</summary>
    public uint Version { get; }

    public GgufMetadata Metadata { get; }

    public IReadOnlyList<GgufTensor> Tensors { get; }

    /// <summary>What the offsets of tensors are multiples of, a power of two.</summary>
    public long Alignment { get; }

    /// <summary>Where the tensors' data begins in the file.</summary>
    public long DataOffset { get; }

    /// <summary>The bytes of all tensors in this file, without padding.</summary>
    public long TotalTensorBytes { get; }

    /// <summary>For example <c>llama</c>; null in the later files of a split model, which hold tensors only.</summary>
    public string? Architecture { get; }

    /// <summary>The model's name for people.</summary>
    public string? Name { get; }

    /// <summary>How most weights are quantized; may be an id that is newer than this code.</summary>
    public GgufFileType? FileType { get; }

    /// <summary><see cref="FileType"/> as people write it, for example <c>Q4_K_M</c>; null if unknown.</summary>
    public string? Quantization => FileType is { } type ? Enum.GetName(type) : null;

    /// <summary>The number of files of the model.</summary>
    public int SplitCount { get; }

    /// <summary>Which of them this is, from 0.</summary>
    public int SplitNumber { get; }

    /// <summary>The Jinja template that the model was trained with.</summary>
    public string? ChatTemplate { get; }

    /// <summary>The Jinja chat template for conversations with tools, where the file has one of its own for them.</summary>
    public string? ToolTemplate { get; }

    /// <summary>The longest context that the model was trained for, in tokens.</summary>
    public int? ContextLength { get; }

    /// <summary>The number of layers.</summary>
    public int? BlockCount { get; }

    /// <summary>The width of the model: numbers per token between layers.</summary>
    public int? EmbeddingLength { get; }

    /// <summary>Attention heads.</summary>
    public GgufLayerCounts? HeadCount { get; }

    /// <summary>Attention heads with keys and values of their own; those of <see cref="HeadCount"/> where the file says nothing else.</summary>
    public GgufLayerCounts? HeadCountKv { get; }

    /// <summary>Numbers in one head's key.</summary>
    public int? KeyLength { get; }

    /// <summary>Numbers in one head's value.</summary>
    public int? ValueLength { get; }

    /// <summary>The number of tokens.</summary>
    public int? VocabularySize { get; }

    /// <summary>Whether each token sees only those before it, as models that generate have it.</summary>
    public bool IsCausal => Metadata.GetValueOrDefault($"{Architecture}.attention.causal") is not false;

    /// <summary>Layers at the end that predict further tokens, and are not part of the model that generates.</summary>
    public int NextLayers => Metadata.FindCount($"{Architecture}.nextn_predict_layers") ?? 0;

    private int? EvenShare => HeadCount?[0] is > 0 and var heads ? EmbeddingLength / heads : null;

    /// <summary>Reads the header of a file.</summary>
    /// <exception cref="ModelValidationException">It is not GGUF, incomplete, damaged, or of an unsupported version.</exception>
    /// <exception cref="ModelStorageException">It can't be read.</exception>
    public static GgufHeader Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            return Read(file, file.Length, Path.GetFileName(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ModelStorageException(path, $"can't be read: {error.Message}", "Check that the file exists, and that this user may read it.", error);
        }
    }

    /// <summary>Reads a header from where the stream stands, which is the beginning of the file. The stream need not be able to seek.</summary>
    /// <param name="stream">The file, or as much of its beginning as there is.</param>
    /// <param name="length">The length of the whole file, in bytes.</param>
    /// <param name="fileName">The name for messages.</param>
    /// <exception cref="ModelValidationException">It is not GGUF, incomplete, damaged, or of an unsupported version.</exception>
    public static GgufHeader Read(Stream stream, long length, string fileName) => new GgufParser(new(stream, length, fileName)).Parse();

    /// <summary>The elements of an array of this file's metadata, one by one as they are read.</summary>
    /// <param name="array">The array.</param>
    /// <param name="file">The file that the header was read from; it must be able to seek.</param>
    public IEnumerable<object> ReadArray(GgufArray array, Stream file)
    {
        file.Position = array.Offset;
        var input = new GgufInput(file, file.Length, FileName, array.Offset) { Place = "an array" };
        for (var index = 0L; index < array.Count; index++)
            yield return input.ReadValue(array.ElementType);
    }

    /// <summary>The elements of an array of texts, each byte as the character of that number: tokens may hold parts of characters, and stay distinct this way.</summary>
    public IEnumerable<string> ReadBytes(GgufArray array, Stream file)
    {
        file.Position = array.Offset;
        var input = new GgufInput(file, file.Length, FileName, array.Offset) { Place = "an array" };
        for (var index = 0L; index < array.Count; index++)
            yield return input.ReadBytes();
    }
}
