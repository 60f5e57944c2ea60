using Edge.AI.Catalog.Parsing;
using Edge.AI.Common;
using Edge.AI.Disk;
using Edge.AI.Gguf;

namespace Edge.AI.Catalog;

/// <summary>Describes a model by the header of its file.</summary>
internal static class LocalModel
{
    private static readonly string[] ReasoningMarks = ["<think", "enable_thinking", "reasoning_content", "<|channel|>"];

    public static EdgeModel Read(string path) => GgufErrors.Translate(path, ReadHeader);

    private static EdgeModel ReadHeader(string path)
    {
        var header = GgufFile.Read(path);
        var name = Path.GetFileName(path);
        return new()
        {
            Id = ModelIdText.Of(name),
            DisplayName = Line(header.Name) ?? (Line(Path.GetFileNameWithoutExtension(name)) ?? "model"),
            License = LicenseOf(header),
            ContextLength = header.ContextLength is > 0 and var tokens
                ? tokens
                : throw new ModelValidationException(path, "has no context length in its header.", "Use a complete model. A file with only a part of a model, such as an adapter or a projector, cannot be loaded alone."),
            Capabilities = CapabilitiesOf(header),
            Files = [.. PathsOf(path, header).Select(ModelFile.FromFile)],
            Parameters = Line(header.Metadata.FindText("general.size_label")),
            Quantization = header.Quantization,
            Embeddings = Pools(header) && header.EmbeddingLength is > 0 and <= ModelRules.MaxDimensions and var length ? new() { Dimensions = [length] } : null,
            LocalPath = path,
        };
    }

    /// <summary>Returns the paths of all parts of a split model, the given one first.</summary>
    private static List<string> PathsOf(string path, GgufFile header)
    {
        var part = SplitNames.Read(Path.GetFileName(path));
        if (header is { SplitCount: <= 1, SplitNumber: 0 })
        {
            return part is { Count: > 1 }
                ? throw new ModelValidationException(path, $"is named as part {part.Number} of {part.Count} of a split model, but its header says that it is complete.", "Rename the file.")
                : [path];
        }

        if (header.SplitNumber != 0)
            throw new ModelValidationException(path, $"is part {header.SplitNumber + 1} of {header.SplitCount} of a split model.", "Give the path of the first part. The others are found by their names.");
        if (part is not { Number: 1 } || part.Count != header.SplitCount)
            throw new ModelValidationException(path, $"is the first of {header.SplitCount} parts of a split model, but its name does not end in '{SplitNames.NameOf("", 1, header.SplitCount)}'.", "Give the parts the names that llama.cpp expects.");

        var folder = Path.GetDirectoryName(path)!;
        var paths = Enumerable.Range(1, part.Count).Select(number => Path.Combine(folder, SplitNames.NameOf(part.Stem, number, part.Count))).ToList();
        return paths.Find(other => !File.Exists(other)) is { } missing
            ? throw new ModelValidationException(path, $"is the first of {part.Count} parts of a split model, but '{Path.GetFileName(missing)}' is not beside it.", "Copy all parts into one folder.")
            : paths;
    }

    // The chat template is only searched for words here. 'edge-ai manifest add' renders it, which is more exact.
    private static ModelCapabilities CapabilitiesOf(GgufFile header)
    {
        if (Pools(header))
            return ModelCapabilities.Embeddings;
        if ((header.ChatTemplate ?? header.ToolTemplate) is not { } template)
            return ModelCapabilities.None;

        var tools = header.ToolTemplate is not null || template.Contains("tools", StringComparison.Ordinal) ? ModelCapabilities.Tools : ModelCapabilities.None;
        var reasoning = ReasoningMarks.Any(mark => template.Contains(mark, StringComparison.Ordinal)) ? ModelCapabilities.Reasoning : ModelCapabilities.None;
        return ModelCapabilities.Chat | tools | reasoning;
    }

    private static bool Pools(GgufFile header) => header.Metadata.FindCount($"{header.Architecture}.pooling_type") > 0;

    private static string? LicenseOf(GgufFile header)
    {
        var license = Line(header.Metadata.FindText("general.license"));
        return license is "other" or null ? Line(header.Metadata.FindText("general.license.name")) ?? license : license;
    }

    private static string? Line(string? text) => text is not null && ModelRules.TextProblem(text) is null ? text : null;
}
