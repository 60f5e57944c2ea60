using Edge.AI.Catalog;
using Edge.AI.Catalog.Parsing;

namespace Edge.AI;

/// <summary>
/// A model of the catalogue: what it is, and the files it consists of. Immutable; two models are equal if all they say is equal,
/// lists compared item by item.
/// </summary>
/// <remarks>
/// Every property is checked when it is set, by the same rules as a manifest: an unsafe id, file name or address throws an
/// <see cref="ArgumentException"/> before anything touches the disk or the network.
/// </remarks>
public sealed record EdgeModel
{
    /// <summary>
    /// The unique id, for example <c>phi-3-mini-4k-instruct</c>, and the name of the model's folder:
    /// 1 to 100 lower-case letters, digits, <c>.</c>, <c>-</c> and <c>_</c>, a letter or digit first.
    /// </summary>
    public required string Id { get; init => field = value.Satisfying(ModelRules.NameProblem); }

    /// <summary>The name for people: one line of up to 200 characters.</summary>
    public required string DisplayName { get; init => field = value.Satisfying(ModelRules.TextProblem); }

    /// <summary>The licence of the weights: an SPDX id where there is one, else its name; null if not stated.</summary>
    public string? License { get; init => field = value?.Satisfying(ModelRules.TextProblem); }

    /// <summary>The longest context that the model was trained for, in tokens, at least 1.</summary>
    public required int ContextLength { get; init => field = value.Satisfying(tokens => ModelRules.ContextLengthProblem(tokens)); }

    /// <summary>What the model was trained for.</summary>
    public required ModelCapabilities Capabilities { get; init => field = value.Satisfying(CapabilitiesProblem); }

    /// <summary>
    /// The files, at least one, with different names. llama.cpp opens the first, or the first part of a split model (<c>model-00001-of-00003.gguf</c>),
    /// all of whose parts must be there, in any order. The list is copied.
    /// </summary>
    public required IReadOnlyList<ModelFile> Files { get; init => field = value.EachSatisfying(_ => null).Satisfying(FilesProblem); }

    /// <summary>Short names that find this model as well, written like an <see cref="Id"/>. The list is copied.</summary>
    public IReadOnlyList<string> Aliases { get; init => field = value.EachSatisfying(ModelRules.NameProblem); } = EquatableList<string>.Empty;

    /// <summary>The family, for example <c>Phi-3</c>; null if not known.</summary>
    public string? Family { get; init => field = value?.Satisfying(ModelRules.TextProblem); }

    /// <summary>The number of parameters as its makers write it, for example <c>3.8B</c>; null if not known.</summary>
    public string? Parameters { get; init => field = value?.Satisfying(ModelRules.TextProblem); }

    /// <summary>The quantization of the weights, for example <c>Q4_K_M</c>; null if not known.</summary>
    public string? Quantization { get; init => field = value?.Satisfying(ModelRules.TextProblem); }

    /// <summary>A page about the model, https; null if there is none.</summary>
    public Uri? Homepage { get; init => field = value?.Satisfying(page => ModelRules.PageProblem(page.OriginalString)); }

    /// <summary>Overrides for what the file itself says about chatting; null to trust the file.</summary>
    public ModelChatSettings? Chat { get; init; }

    /// <summary>The length of all files together, in bytes.</summary>
    public long Size => Files.Sum(file => file.Size);

    /// <summary>Whether a name is this model's id or one of its aliases, in any case.</summary>
    internal bool IsCalled(string name) =>
        Id.Equals(name, StringComparison.OrdinalIgnoreCase) || Aliases.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The id.</summary>
    public override string ToString() => Id;

    private static string? CapabilitiesProblem(ModelCapabilities capabilities) =>
        (capabilities & ~ModelCapabilityNames.All) == ModelCapabilities.None ? null : $"'{capabilities}' holds a flag that is no capability.";

    private static string? FilesProblem(IReadOnlyList<ModelFile> files)
    {
        if (files.Count == 0)
            return "A model has at least one file.";

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (files.FirstOrDefault(file => !names.Add(file.Name)) is { } twin)
            return ModelRules.FileNameClash(twin.Name);
        if (SplitNames.Problem([.. files.Select(file => file.Name)]) is var (_, missing))
            return missing;

        var total = 0L;
        return files.Select(file => ModelRules.TotalSizeProblem(ref total, file.Size)).FirstOrDefault(problem => problem is not null);
    }
}
