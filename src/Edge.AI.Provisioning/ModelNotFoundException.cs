namespace Edge.AI;

/// <summary>The exception that is thrown when no catalogue has a model with an id or alias (<c>EDGE_MODEL_UNKNOWN</c>).</summary>
public sealed class ModelNotFoundException : EdgeAIException
{
    /// <summary>Initializes an exception.</summary>
    /// <param name="modelId">The id that was requested.</param>
    /// <param name="nearest">The most similar ids and aliases, the best first.</param>
    public ModelNotFoundException(string modelId, IReadOnlyList<string> nearest)
        : base(EdgeErrorCodes.ModelUnknown, $"There is no model '{modelId}' in the catalogue.", Advice(nearest))
    {
        ModelId = modelId;
        Nearest = nearest;
    }

    /// <summary>Gets the id that was requested.</summary>
    public string ModelId { get; }

    /// <summary>Gets the most similar ids and aliases, the best first.</summary>
    public IReadOnlyList<string> Nearest { get; }

    private static string Advice(IReadOnlyList<string> nearest) => nearest.Count == 0
        ? "The catalogue is empty: add one with AddEdgeModelCatalog."
        : $"Did you mean {string.Join(", ", nearest.Select(id => $"'{id}'"))}? AddEdgeModelCatalog adds other models to the catalogue.";
}
