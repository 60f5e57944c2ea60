namespace Edge.AI.Tests.Support;

/// <summary>Hands out the model beside the tests, when the test lets it.</summary>
internal sealed class TinyProvisioner : IModelProvisioner
{
    private int _calls;

    public int Calls => _calls;

    public TaskCompletionSource Cancelled { get; } = new();

    public TaskCompletionSource Succeeded { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Exception? Error { get; set; }

    /// <summary>How often the error is still thrown.</summary>
    public int FailuresLeft { get; set; } = int.MaxValue;

    public TaskCompletionSource? Gate { get; set; }

    public async Task<ProvisionedModel> EnsureAsync(EdgeModel model, IProgress<ProvisioningProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _calls);
        using var registration = cancellationToken.Register(() => Cancelled.TrySetResult());
        if (Gate is { } gate)
            await Task.WhenAny(gate.Task, Cancelled.Task);
        cancellationToken.ThrowIfCancellationRequested();
        if (Error is not null && FailuresLeft-- > 0)
            throw Error;

        Succeeded.TrySetResult();
        return new() { Model = model, Folder = Path.GetDirectoryName(TinyModel.Path)!, Files = [TinyModel.Path] };
    }

    public ProvisioningStatus GetStatus(EdgeModel model) => throw new NotSupportedException();

    public IAsyncEnumerable<ProvisioningProgress> WatchAsync(EdgeModel model, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
