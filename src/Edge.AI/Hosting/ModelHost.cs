using Edge.AI.Chat;
using Edge.AI.Inference;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Hosting;

/// <summary>
/// One model with one set of load options: provisioned and loaded when first asked for, then shared by everyone who asks.
/// A failure is not kept: the next request tries again.
/// </summary>
internal sealed partial class ModelHost(EdgeModel model, InferenceOptions options, IModelProvisioner provisioner, ILoggerFactory loggers, TimeProvider time)
    : IModelHost, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly ILogger _logger = loggers.CreateLogger("Edge.AI.Hosting");
    private Attempt? _attempt;
    private bool _disposed;

    public ValueTask<LoadedModel> GetAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_attempt is null or { Loading: { IsCompleted: true, IsCompletedSuccessfully: false } })
                _attempt = Attempt.Start(LoadAsync);
            if (_attempt.Loading.IsCompletedSuccessfully)
                return new(_attempt.Loading);

            _attempt.Waiters++;
            return new(WaitAsync(_attempt, cancellationToken));
        }
    }

    /// <summary>Ends what is under way and unloads the model.</summary>
    public async ValueTask DisposeAsync()
    {
        Attempt? attempt;
        lock (_gate)
        {
            _disposed = true;
            (attempt, _attempt) = (_attempt, null);
        }

        if (attempt is null)
            return;

        await attempt.Cancellation.CancelAsync().ConfigureAwait(false);
        await ((Task)attempt.Loading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // whoever waited for it saw the error
        if (attempt.Loading.IsCompletedSuccessfully)
            await (await attempt.Loading.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        attempt.Cancellation.Dispose();
    }

    private async Task<LoadedModel> WaitAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        try
        {
            return await attempt.Loading.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (IsLastToGiveUp(attempt))
                await attempt.Cancellation.CancelAsync().ConfigureAwait(false);
        }
    }

    private bool IsLastToGiveUp(Attempt attempt)
    {
        lock (_gate)
        {
            if (--attempt.Waiters > 0 || attempt.Loading.IsCompleted || attempt != _attempt)
                return false;

            _attempt = null;
            return true;
        }
    }

    private async Task<LoadedModel> LoadAsync(CancellationToken cancellationToken)
    {
        var provisioned = await provisioner.EnsureAsync(model, progress: null, cancellationToken).ConfigureAwait(false);
        var started = time.GetTimestamp();
        var loaded = await LoadedModel.LoadAsync(provisioned.Path, options, loggers).ConfigureAwait(false);
        if (cancellationToken.IsCancellationRequested)
        {
            await loaded.DisposeAsync().ConfigureAwait(false);
            throw new OperationCanceledException(cancellationToken);
        }

        var elapsed = time.GetElapsedTime(started);
        LogLoaded(_logger, model.Id, elapsed);
        return loaded;
    }

    [LoggerMessage(EventId = 5000, Level = LogLevel.Information, Message = "Model '{ModelId}' loaded in {Elapsed}")]
    private static partial void LogLoaded(ILogger logger, string modelId, TimeSpan elapsed);

    /// <summary>One try to bring the model up, and how many wait for it.</summary>
    private sealed class Attempt
    {
        private Attempt(CancellationTokenSource cancellation, Task<LoadedModel> loading) => (Cancellation, Loading) = (cancellation, loading);

        public CancellationTokenSource Cancellation { get; }

        public Task<LoadedModel> Loading { get; }

        public int Waiters { get; set; }

        public static Attempt Start(Func<CancellationToken, Task<LoadedModel>> load)
        {
            var cancellation = new CancellationTokenSource();
            return new(cancellation, load(cancellation.Token));
        }
    }
}
