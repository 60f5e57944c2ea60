namespace Edge.AI.Testing;

/// <summary>A place where the server waits until the test lets it go on.</summary>
public sealed class Gate
{
    /// <summary>A broken test must end red, not hang: so long, in real time, either side waits for the other.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the server waits here.</summary>
    public Task Reached => _reached.Task.WaitAsync(Patience);

    public void Open() => _opened.TrySetResult();

    internal Task PassAsync(CancellationToken cancellationToken)
    {
        _reached.TrySetResult();
        return _opened.Task.WaitAsync(Patience, cancellationToken);
    }
}
