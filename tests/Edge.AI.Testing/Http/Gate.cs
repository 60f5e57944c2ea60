namespace Edge.AI.Testing;

/// <summary>A place where the server waits until the test opens it.</summary>
public sealed class Gate
{
    /// <summary>The maximum time, in real time, that either side waits for the other, so that a broken test fails and does not hang.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the server waits here.</summary>
    public Task Reached => _reached.Task.WaitAsync(Patience);

    public void Open() => _opened.TrySetResult();

    internal Task PassAsync(CancellationToken cancellationToken)
    {
        _reached.TrySetResult();
        return _opened.Task.WaitAsync(Patience, cancellationToken);
    }
}
