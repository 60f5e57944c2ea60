using System.Globalization;
using Edge.AI.Gguf.Checks;

namespace Edge.AI.Gguf;

/// <summary>
/// A model as llama.cpp opens it: one file, or all the parts of a split model. Every instance has passed all checks, which matters
/// because llama.cpp ends the process on much of what the checks refuse.
/// </summary>
public sealed class GgufModel
{
    private GgufModel(GgufFile file, IReadOnlyList<GgufFile> parts)
    {
        File = file;
        Tensors = [.. parts.SelectMany(part => part.Tensors)];
    }

    /// <summary>Gets the file, or the first part of a split model; its metadata describe the model.</summary>
    public GgufFile File { get; }

    /// <summary>Gets the tensors of all files.</summary>
    public IReadOnlyList<GgufTensor> Tensors { get; }

    /// <summary>Reads and checks the file or files that llama.cpp would open.</summary>
    /// <param name="path">The path of the file, or of the first part of a split model.</param>
    /// <param name="allowUncheckedArchitectures">Whether to accept an architecture for which this library has no checks.</param>
    /// <param name="purpose">What the model will be used for: <see cref="GgufPurpose.Text"/>, the default, or <see cref="GgufPurpose.Embedding"/>.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are no models to load for this purpose.</exception>
    /// <exception cref="GgufException">llama.cpp could not use the model for this purpose, or would end the process.</exception>
    /// <exception cref="IOException">A file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static GgufModel Read(string path, bool allowUncheckedArchitectures = false, GgufPurpose purpose = GgufPurpose.Text)
    {
        if (purpose is not (GgufPurpose.Text or GgufPurpose.Embedding))
            throw new ArgumentOutOfRangeException(nameof(purpose), purpose, "Models are read for text or for embedding.");

        var first = GgufFile.Read(path);
        var model = new GgufModel(first, [first, .. ReadOtherParts(path, first)]);
        PurposeCheck.Check(first, model.Tensors, purpose);
        if (purpose == GgufPurpose.Embedding)
            PoolingCheck.Check(first, model.Tensors);
        ArchitectureCheck.Check(first, allowUncheckedArchitectures);
        TensorCheck.Check(first, model.Tensors);
        using var file = System.IO.File.OpenRead(path);
        VocabularyCheck.Check(first, purpose, file);
        return model;
    }

    /// <summary>Checks a LoRA adapter against this model: its architecture, and the name, shape and type of each tensor.</summary>
    /// <param name="adapter">The file of the adapter.</param>
    /// <exception cref="GgufException">The file is not a LoRA adapter, or does not fit the model.</exception>
    public void ValidateAdapter(GgufFile adapter)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        AdapterCheck.Check(adapter, this);
    }

    private static IEnumerable<GgufFile> ReadOtherParts(string path, GgufFile first)
    {
        if (first.SplitCount <= 1)
            return [];

        // The names that llama_split_path makes: prefix-00001-of-00003.gguf.
        var ending = string.Create(CultureInfo.InvariantCulture, $"-00001-of-{first.SplitCount:D5}.gguf");
        if (first.SplitNumber != 0 || first.SplitCount > ushort.MaxValue || !path.EndsWith(ending, StringComparison.Ordinal))
            throw new GgufException(first.FileName, $"is part {first.SplitNumber + 1} of {first.SplitCount} of a model.", $"Open the first part, whose name ends in '{ending}'.");

        var prefix = path[..^ending.Length];
        return Enumerable.Range(2, first.SplitCount - 1)
            .Select(number => ReadPart(string.Create(CultureInfo.InvariantCulture, $"{prefix}-{number:D5}-of-{first.SplitCount:D5}.gguf"), number - 1));
    }

    private static GgufFile ReadPart(string path, int number)
    {
        var part = GgufFile.Read(path);
        return part.Metadata.GetValueOrDefault("split.no") is ushort found && found == number
            ? part
            : throw new GgufException(part.FileName, $"is not part {number + 1} of the model, as its name says.", "Download the parts again; they may be of different models.");
    }
}
