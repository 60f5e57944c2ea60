namespace Edge.AI.Inference;

/// <summary>A state on disk that is being read for requests that wait.</summary>
/// <param name="File">Its file.</param>
/// <param name="Result">The verified state; null if the file cannot be used.</param>
internal sealed record StateRead(string File, Task<KeptSequence?> Result)
{
    public bool IsCompleted => Result.IsCompleted;

    /// <summary>The verified state; null if the file cannot be used or is still being read.</summary>
    public KeptSequence? Sequence => Result.IsCompletedSuccessfully ? Result.Result : null;
}
