using Edge.AI.Gguf.Checks;
using Edge.AI.Gguf.Reading;

namespace Edge.AI.Gguf;

/// <summary>
/// The header of a GGUF file: its metadata and the list of its tensors, read without the weights
/// (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md). All sizes, offsets and types were checked against the length of the file.
/// </summary>
public sealed class GgufFile
{
    internal GgufFile(string fileName, uint version, GgufMetadata metadata, IReadOnlyList<GgufTensor> tensors, long alignment, long dataOffset)
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

    /// <summary>Gets the name of the file, without its folder.</summary>
    public string FileName { get; }

    /// <summary>Gets the version of the format, 2 or 3.</summary>
    public uint Version { get; }

    /// <summary>Gets the metadata.</summary>
    public GgufMetadata Metadata { get; }

    /// <summary>Gets the tensors of this file, in their order.</summary>
    public IReadOnlyList<GgufTensor> Tensors { get; }

    /// <summary>Gets the alignment of tensors, in bytes: every offset is a multiple of it. It is a power of two.</summary>
    public long Alignment { get; }

    /// <summary>Gets the position at which the tensors' data begins, in bytes from the beginning of the file.</summary>
    public long DataOffset { get; }

    /// <summary>Gets the length of all tensors of this file together, in bytes without padding.</summary>
    public long TotalTensorBytes { get; }

    /// <summary>Gets the architecture, for example <c>llama</c>.</summary>
    /// <value>The architecture, or <see langword="null"/> in the later files of a split model, which hold tensors only.</value>
    public string? Architecture { get; }

    /// <summary>Gets the display name of the model.</summary>
    public string? Name { get; }

    /// <summary>Gets the quantization of most weights. The value may be an id that this version does not define.</summary>
    public GgufFileType? FileType { get; }

    /// <summary>Gets the name of <see cref="FileType"/>, for example <c>Q4_K_M</c>.</summary>
    /// <value>The name, or <see langword="null"/> if the file has no file type or an unknown one.</value>
    public string? Quantization => FileType is { } type ? Enum.GetName(type) : null;

    /// <summary>Gets the number of files that form the model; 1 if it is not split.</summary>
    public int SplitCount { get; }

    /// <summary>Gets the number of this file among the files of the model, from 0.</summary>
    public int SplitNumber { get; }

    /// <summary>Gets the Jinja chat template that the model was trained with.</summary>
    public string? ChatTemplate { get; }

    /// <summary>Gets the Jinja chat template for conversations with tools, if the file has a separate one.</summary>
    public string? ToolTemplate { get; }

    /// <summary>Gets the longest context that the model was trained for, in tokens.</summary>
    public int? ContextLength { get; }

    /// <summary>Gets the number of layers.</summary>
    public int? BlockCount { get; }

    /// <summary>Gets the width of the model: the numbers per token between layers.</summary>
    public int? EmbeddingLength { get; }

    /// <summary>Gets the number of attention heads.</summary>
    public GgufLayerCounts? HeadCount { get; }

    /// <summary>Gets the number of attention heads with their own keys and values. Default: <see cref="HeadCount"/>.</summary>
    public GgufLayerCounts? HeadCountKv { get; }

    /// <summary>Gets the length of one head's key.</summary>
    public int? KeyLength { get; }

    /// <summary>Gets the length of one head's value.</summary>
    public int? ValueLength { get; }

    /// <summary>Gets the number of tokens in the vocabulary.</summary>
    public int? VocabularySize { get; }

    /// <summary>Gets a value indicating whether each token attends only to earlier tokens, as in models that generate text.</summary>
    public bool IsCausal => Metadata.GetValueOrDefault($"{Architecture}.attention.causal") is not false;

    /// <summary>Gets the number of layers at the end that predict additional tokens (multi-token prediction).</summary>
    public int NextLayers => Metadata.FindCount($"{Architecture}.nextn_predict_layers") ?? 0;

    /// <summary>Gets what the model is for, from its architecture, its metadata and the tensors of this file.</summary>
    public GgufPurpose Purpose => PurposeCheck.Of(this, Tensors);

    private int? EvenShare => HeadCount?[0] is > 0 and var heads ? EmbeddingLength / heads : null;

    /// <summary>Checks the numbers that shape the model (layers, heads, experts, lengths) against what llama.cpp requires of its architecture. Tensors and tokens are not checked.</summary>
    /// <param name="allowUnchecked">Whether to accept an architecture for which this library has no checks.</param>
    /// <exception cref="GgufException">A number is missing or impossible, or the architecture is unknown and <paramref name="allowUnchecked"/> is <see langword="false"/>.</exception>
    public void ValidateArchitecture(bool allowUnchecked = false) => ArchitectureCheck.Check(this, allowUnchecked);

    /// <summary>Reads the metadata and the list of tensors of a file; the tensors' numbers are not read.</summary>
    /// <param name="path">The path of the file.</param>
    /// <returns>What the file says about its model.</returns>
    /// <exception cref="GgufException">The file is not GGUF, incomplete, damaged, or of an unsupported version.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static GgufFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return Read(file, file.Length, Path.GetFileName(path));
    }

    /// <summary>Reads from a stream that is positioned at the beginning of the file. The stream does not have to support seeking.</summary>
    /// <param name="stream">The file, or a part of it that contains the metadata.</param>
    /// <param name="length">The length of the whole file, in bytes.</param>
    /// <param name="fileName">The name of the file, for error messages.</param>
    /// <returns>What the file says about its model.</returns>
    /// <exception cref="GgufException">The file is not GGUF, incomplete, damaged, or of an unsupported version.</exception>
    public static GgufFile Read(Stream stream, long length, string fileName)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentNullException.ThrowIfNull(fileName);
        return new GgufParser(new(stream, length, fileName)).Parse();
    }

    /// <summary>Reads the elements of a metadata array, one by one.</summary>
    /// <param name="array">An array of this file's metadata.</param>
    /// <param name="stream">The file; the stream must support seeking.</param>
    /// <returns>Numbers, <see cref="bool"/> or <see cref="string"/> values.</returns>
    /// <exception cref="GgufException">The file ends within the array, or an element is damaged.</exception>
    public IEnumerable<object> ReadArray(GgufArray array, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(array);
        ArgumentNullException.ThrowIfNull(stream);
        return Elements(array, stream, input => input.ReadValue(array.ElementType));
    }

    /// <summary>Reads an array of strings, each byte as the character of that number: tokens can hold incomplete UTF-8 sequences, and stay distinct this way.</summary>
    internal IEnumerable<string> ReadBytes(GgufArray array, Stream stream) => Elements(array, stream, input => input.ReadBytes());

    /// <summary>Reads an array of 32-bit integers.</summary>
    internal IEnumerable<int> ReadIntegers(GgufArray array, Stream stream) => Elements(array, stream, input => (int)input.ReadUInt32());

    /// <summary>Visits the bytes of each string of an array, with its index, without keeping them.</summary>
    internal void VisitBytes(GgufArray array, Stream stream, Action<long, ReadOnlySpan<byte>> visit)
    {
        var input = InputOf(array, stream);
        for (var index = 0L; index < array.Count; index++)
            visit(index, input.TakeText(GgufInput.MaxTextBytes));
    }

    private IEnumerable<T> Elements<T>(GgufArray array, Stream stream, Func<GgufInput, T> read)
    {
        var input = InputOf(array, stream);
        for (var index = 0L; index < array.Count; index++)
            yield return read(input);
    }

    private GgufInput InputOf(GgufArray array, Stream stream)
    {
        stream.Position = array.Offset;
        return new(stream, stream.Length, FileName, array.Offset) { Place = "an array" };
    }
}
