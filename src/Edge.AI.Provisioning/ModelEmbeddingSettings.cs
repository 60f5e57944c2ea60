using Edge.AI.Catalog;
using Edge.AI.Catalog.Parsing;

namespace Edge.AI;

/// <summary>Describes how a model turns text into vectors. Immutable, with value equality.</summary>
public sealed record ModelEmbeddingSettings
{
    /// <summary>
    /// Gets the lengths that a vector may have, each from 1 to 65,536, in descending order. The first is the model's own length. A model with more than one was trained so that the
    /// first numbers of its vectors are useful alone (Matryoshka representation learning). The list is empty if the lengths are not known. The list is copied.
    /// </summary>
    public IReadOnlyList<int> Dimensions { get; init => field = value.EachSatisfying(length => ModelRules.DimensionProblem(length)).Satisfying(ModelRules.DimensionsProblem); } = EquatableList<int>.Empty;

    /// <summary>Gets the text that the model expects before a search query; <see langword="null"/> if it expects none.</summary>
    public string? QueryPrefix { get; init => field = value?.Satisfying(ModelRules.ChatTextProblem); }

    /// <summary>Gets the text that the model expects before a document that will be searched; <see langword="null"/> if it expects none.</summary>
    public string? DocumentPrefix { get; init => field = value?.Satisfying(ModelRules.ChatTextProblem); }
}
