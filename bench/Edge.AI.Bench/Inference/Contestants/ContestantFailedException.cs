namespace Edge.AI.Bench.Inference.Contestants;

/// <summary>A contestant did not finish its work: a request failed, or its process ended. That is a result.</summary>
internal sealed class ContestantFailedException(string name, string failure) : Exception($"{name}: {failure}");
