namespace Edge.AI;

/// <summary>No catalogue has a model of that id or alias (<c>EDGE_MODEL_UNKNOWN</c>).</summary>
public sealed class ModelNotFoundException : EdgeAIException
{
    internal ModelNotFoundException(string modelId, IReadOnlyList<string> nearest)
        : base(EdgeErrorCodes.ModelUnknown, $"There is no model '{modelId}' in the catalogue.", Advice(nearest))
    {
        ModelId = modelId;
        Nearest = nearest;
    }

    /// <summary>The id that was asked for.</summary>
    public string ModelId { get; }

    /// <summary>The ids and aliases that look most like it, the nearest first.</summary>
    public IReadOnlyList<string> Nearest { get; }

    private static string Advice(IReadOnlyList<string> nearest) => nearest.Count == 0
        ? "The catalogue is empty: add one with AddEdgeModelCatalog."
        : $"Did you mean {string.Join(", ", nearest.Select(id => $"'{id}'"))}? Other models join the catalogue with AddEdgeModelCatalog.";
}
