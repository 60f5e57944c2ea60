using System.Globalization;
using Edge.AI.Gguf.Checks;

namespace Edge.AI.Gguf;

/// <summary>
/// A model as llama.cpp will open it: one file, or all the parts of a split one. A model that exists has passed every check here:
/// llama.cpp ends the process over much of what they refuse.
/// </summary>
internal sealed class GgufModel
{
    private GgufModel(GgufHeader header, IReadOnlyList<GgufHeader> parts)
    {
        Header = header;
        Tensors = [.. parts.SelectMany(part => part.Tensors)];
    }

    /// <summary>The header of the first file, which describes the model.</summary>
    public GgufHeader Header { get; }

    /// <summary>The tensors of all files.</summary>
    public IReadOnlyList<GgufTensor> Tensors { get; }

    /// <summary>Reads and checks what llama.cpp would read.</summary>
    /// <param name="path">The file, or the first part.</param>
    /// <param name="allowUnchecked">Whether its architecture may be one that the checks do not know.</param>
    /// <exception cref="ModelValidationException">llama.cpp could not use it, or would end the process trying.</exception>
    /// <exception cref="ModelStorageException">A file is missing or can't be read.</exception>
    public static GgufModel Open(string path, bool allowUnchecked = false)
    {
        var header = GgufHeader.Read(path);
        var model = new GgufModel(header, [header, .. ReadOtherParts(path, header)]);
        PurposeCheck.Check(header, model.Tensors);
        ArchitectureCheck.Check(header, allowUnchecked);
        TensorCheck.Check(header, model.Tensors);
        using var file = File.OpenRead(path);
        VocabularyCheck.Check(header, file);
        return model;
    }

    private static IEnumerable<GgufHeader> ReadOtherParts(string path, GgufHeader first)
    {
        if (first.SplitCount <= 1)
            return [];

        // The names that llama_split_path makes: prefix-00001-of-00003.gguf.
        var ending = string.Create(CultureInfo.InvariantCulture, $"-00001-of-{first.SplitCount:D5}.gguf");
        if (first.SplitNumber != 0 || first.SplitCount > ushort.MaxValue || !path.EndsWith(ending, StringComparison.Ordinal))
            throw new ModelValidationException(first.FileName, $"is part {first.SplitNumber + 1} of {first.SplitCount} of a model.", $"Open the first part, whose name ends in '{ending}'.");

        var prefix = path[..^ending.Length];
        return Enumerable.Range(2, first.SplitCount - 1)
            .Select(number => ReadPart(string.Create(CultureInfo.InvariantCulture, $"{prefix}-{number:D5}-of-{first.SplitCount:D5}.gguf"), number - 1));
    }

    private static GgufHeader ReadPart(string path, int number)
    {
        var part = GgufHeader.Read(path);
        return part.Metadata.GetValueOrDefault("split.no") is ushort found && found == number
            ? part
            : throw new ModelValidationException(part.FileName, $"is not part {number + 1} of the model, as its name says.", "Download the parts again; they may be of different models.");
    }
}
