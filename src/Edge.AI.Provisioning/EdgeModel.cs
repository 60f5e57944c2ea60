using Edge.AI.Catalog;
using Edge.AI.Catalog.Parsing;

namespace Edge.AI;

/// <summary>Describes a model: its id, its capabilities and its files. Immutable, with value equality; lists are compared item by item.</summary>
/// <remarks>
/// Every property is validated when it is set, by the rules of a manifest. An unsafe id, file name or address throws an <see cref="ArgumentException"/>
/// before the disk or the network is used.
/// </remarks>
public sealed record EdgeModel
{
    /// <summary>Gets the unique id, for example <c>phi-3-mini-4k-instruct</c>. It is also the name of the model's folder.</summary>
    /// <value>1 to 100 lower-case letters, digits, <c>.</c>, <c>-</c> and <c>_</c>, starting with a letter or digit.</value>
    public required string Id { get; init => field = value.Satisfying(ModelRules.NameProblem); }

    /// <summary>Gets the name to show to people: one line of up to 200 characters.</summary>
    public required string DisplayName { get; init => field = value.Satisfying(ModelRules.TextProblem); }

    /// <summary>Gets the licence of the weights: its SPDX id if it has one, else its name; <see langword="null"/> if it is not known.</summary>
    public string? License { get; init => field = value?.Satisfying(ModelRules.TextProblem); }

    /// <summary>Gets the longest context that the model was trained for, in tokens, at least 1.</summary>
    public required int ContextLength { get; init => field = value.Satisfying(tokens => ModelRules.ContextLengthProblem(tokens)); }

    /// <summary>Gets what the model was trained for.</summary>
    public required ModelCapabilities Capabilities { get; init => field = value.Satisfying(CapabilitiesProblem); }

    /// <summary>Gets the files, at least one, with different names. The list is copied.</summary>
    /// <remarks>llama.cpp opens the first file, or the first part of a split model (<c>model-00001-of-00003.gguf</c>). All parts must be in the list, in any order.</remarks>
    public required IReadOnlyList<ModelFile> Files { get; init => field = value.EachSatisfying(_ => null).Satisfying(FilesProblem); }

    /// <summary>Gets other names of the model, with the rules of an <see cref="Id"/>. The list is copied.</summary>
    public IReadOnlyList<string> Aliases { get; init => field = value.EachSatisfying(ModelRules.NameProblem); } = EquatableList<string>.Empty;

    /// <summary>Gets the family, for example <c>Phi-3</c>; <see langword="null"/> if it is not known.</summary>
    public string? Family { get; init => field = value?.Satisfying(ModelRules.TextProblem); }

    /// <summary>Gets the number of parameters as its authors write it, for example <c>3.8B</c>; <see langword="null"/> if it is not known.</summary>
    public string? Parameters { get; init => field = value?.Satisfying(ModelRules.TextProblem); }

    /// <summary>Gets the quantization of the weights, for example <c>Q4_K_M</c>; <see langword="null"/> if it is not known.</summary>
    public string? Quantization { get; init => field = value?.Satisfying(ModelRules.TextProblem); }

    /// <summary>Gets the address of a page about the model; <see langword="null"/> if there is none.</summary>
    public Uri? Homepage { get; init => field = value?.Satisfying(page => ModelRules.PageProblem(page.OriginalString)); }

    /// <summary>Gets settings that override the file's chat settings; <see langword="null"/> to use the file's.</summary>
    public ModelChatSettings? Chat { get; init; }

    /// <summary>Gets the lengths of the model's vectors, and the texts that its queries and documents begin with; <see langword="null"/> if they are not known.</summary>
    public ModelEmbeddingSettings? Embeddings { get; init; }

    /// <summary>Gets the full path of the model's file if it comes from <see cref="FromFile"/>; otherwise <see langword="null"/>.</summary>
    public string? LocalPath { get; internal init; }

    /// <summary>Gets the length of all files together, in bytes.</summary>
    public long Size => Files.Sum(file => file.Size);

    /// <summary>Whether the files are used where they are, outside the model folder.</summary>
    internal bool IsLocal => LocalPath is not null;

    /// <summary>Describes a model whose file is already on this machine. No manifest and no download are needed.</summary>
    /// <remarks>
    /// <para>
    /// The id is derived from the file's name; context length and capabilities come from its GGUF header. Use <c>with</c> to change them.
    /// The file stays where it is: <see cref="IModelProvisioner.EnsureAsync"/> returns it at once, and <see cref="IModelStore"/> never changes or deletes it.
    /// </para>
    /// <para>
    /// The file has no SHA-256 from a manifest. Its header is validated, but nothing proves that its content is complete, unchanged, or from the expected author.
    /// The first load logs a warning about this. Use a manifest with a digest for files that others can write.
    /// </para>
    /// </remarks>
    /// <param name="path">The GGUF file; for a split model, its first part. The other parts must be in the same folder.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ModelValidationException">The file is not a valid GGUF file, has no context length, or is not the first part of a complete split model.</exception>
    /// <exception cref="ModelStorageException">The file does not exist or cannot be read.</exception>
    public static EdgeModel FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return LocalModel.Read(Path.GetFullPath(path));
    }

    /// <summary>Returns whether a name is the model's id or one of its aliases, ignoring case.</summary>
    /// <param name="name">The name.</param>
    public bool HasName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Id.Equals(name, StringComparison.OrdinalIgnoreCase) || Aliases.Contains(name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Returns the id.</summary>
    public override string ToString() => Id;

    private static string? CapabilitiesProblem(ModelCapabilities capabilities) =>
        (capabilities & ~ModelCapabilityNames.All) == ModelCapabilities.None ? null : $"'{capabilities}' contains a flag that is not a capability.";

    private static string? FilesProblem(IReadOnlyList<ModelFile> files)
    {
        if (files.Count == 0)
            return "A model must have at least one file.";

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (files.FirstOrDefault(file => !names.Add(file.Name)) is { } twin)
            return ModelRules.FileNameClash(twin.Name);
        if (SplitNames.Problem([.. files.Select(file => file.Name)]) is var (_, missing))
            return missing;

        var total = 0L;
        return files.Select(file => ModelRules.TotalSizeProblem(ref total, file.Size)).FirstOrDefault(problem => problem is not null);
    }
}
