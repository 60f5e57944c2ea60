using System.Globalization;
using Edge.AI.Cli.Output;
using Edge.AI.Gguf;

namespace Edge.AI.Cli.Sources;

/// <summary>Finds the files of a split model by the names that llama.cpp expects: <c>model-00001-of-00003.gguf</c>.</summary>
internal static class SplitModel
{
    /// <summary>Returns the size and the digest of all files, the given one first.</summary>
    /// <exception cref="EdgeAIException">A file cannot be read or found.</exception>
    public static async Task<IReadOnlyList<MeasuredFile>> MeasureAsync(ModelSource first, GgufFile header, CancellationToken cancellationToken)
    {
        var files = new List<MeasuredFile>();
        foreach (var source in FilesOf(first, header))
            files.Add(await source.MeasureAsync(cancellationToken));

        return files;
    }

    /// <summary>Returns all files, the given one first.</summary>
    /// <exception cref="ModelValidationException">The given file is not the first, or the names of the other parts do not follow from its name.</exception>
    private static IReadOnlyList<ModelSource> FilesOf(ModelSource first, GgufFile header)
    {
        if (header is { SplitCount: <= 1, SplitNumber: 0 })
            return [first];

        if (header.SplitNumber != 0)
            throw new ModelValidationException(first.Name, $"is number {header.SplitNumber + 1} of {header.SplitCount} files of a model.", "Use the first one. The others are found by their names.");

        var ending = string.Create(CultureInfo.InvariantCulture, $"-00001-of-{header.SplitCount:00000}.gguf");
        if (!first.Name.EndsWith(ending, StringComparison.Ordinal))
            throw new ModelValidationException(first.Name, $"is the first of {header.SplitCount} files of a model, but its name does not end in '{ending}', so the others cannot be found.", "Give the files the names that llama.cpp expects.");

        var stem = first.Name[..^ending.Length];
        var others = Enumerable.Range(2, header.SplitCount - 1).Select(number => first.Beside(string.Create(CultureInfo.InvariantCulture, $"{stem}-{number:00000}-of-{header.SplitCount:00000}.gguf")));
        return [first, .. others];
    }
}
