namespace Edge.AI;

/// <summary>A model of the catalogue: what it is, and the files it consists of.</summary>
public sealed record EdgeModel
{
    /// <summary>The unique id, for example <c>phi-3-mini-4k-instruct</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The name for people.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The licence of the weights: an SPDX id where there is one, else its name.</summary>
    public required string License { get; init; }

    /// <summary>The longest context that the model was trained for, in tokens.</summary>
    public required int ContextLength { get; init; }

    /// <summary>What the model was trained for.</summary>
    public required ModelCapabilities Capabilities { get; init; }

    /// <summary>The files; the first (or the first shard) is what llama.cpp opens.</summary>
    public required IReadOnlyList<ModelFile> Files { get; init; }

    /// <summary>Short names that find this model as well.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The family, for example <c>Phi-3</c>.</summary>
    public string? Family { get; init; }

    /// <summary>The number of parameters as its makers write it, for example <c>3.8B</c>.</summary>
    public string? Parameters { get; init; }

    /// <summary>The quantization of the weights, for example <c>Q4_K_M</c>.</summary>
    public string? Quantization { get; init; }

    /// <summary>A page about the model.</summary>
    public Uri? Homepage { get; init; }

    /// <summary>Overrides for what the file itself says about chatting.</summary>
    public ModelChatSettings? Chat { get; init; }

    /// <summary>The length of all files together, in bytes.</summary>
    public long Size => Files.Sum(file => file.Size);

    /// <summary>Whether a name is this model's id or one of its aliases, in any case.</summary>
    internal bool IsCalled(string name) =>
        Id.Equals(name, StringComparison.OrdinalIgnoreCase) || Aliases.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The id.</summary>
    public override string ToString() => Id;
}
