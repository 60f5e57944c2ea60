using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Edge.AI.Progress;
using Edge.AI.Staging;
using Edge.AI.Store;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Pipeline;

internal sealed class ModelProvisioner(StoreLayout layout, ModelPipeline pipeline, TimeProvider time, ILogger logger) : IModelProvisioner
{
    private readonly SingleFlight<ProvisionedModel> _runs = new();
    private readonly ConcurrentDictionary<string, Desk> _desks = new(StringComparer.Ordinal);

    public async Task<ProvisionedModel> EnsureAsync(EdgeModel model, IProgress<ProvisioningProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var (place, desk) = DeskOf(model);
        using var watch = progress is null ? null : desk.Feed.Subscribe();
        var telling = TellAsync(watch, progress);
        try
        {
            return await _runs.RunAsync(place.Key, token => RunAsync(place, desk, token), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            watch?.Dispose(); // Ends the telling after the last state was told.
            await telling.ConfigureAwait(false);
        }
    }

    /// <summary>The model, if it is on disk: read and compared where nothing vouches for it. Null if something is missing. Never fetches anything.</summary>
    /// <exception cref="ModelStorageException">A file can't be read.</exception>
    public Task<ProvisionedModel?> FindAsync(EdgeModel model, CancellationToken cancellationToken = default) =>
        pipeline.FindAsync(DeskOf(model).Place, progress: null, cancellationToken);

    public ProvisioningStatus GetStatus(EdgeModel model)
    {
        var (place, desk) = DeskOf(model);
        var onDisk = DiskStatus.Of(place);
        return desk.Feed.Latest is { IsLast: false } running ? onDisk with { Progress = running } : onDisk;
    }

    public async IAsyncEnumerable<ProvisioningProgress> WatchAsync(EdgeModel model, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (place, desk) = DeskOf(model);
        using var watch = desk.Feed.Subscribe(latest => latest is { IsLast: false } ? latest : DiskStatus.Of(place).Progress);
        await foreach (var progress in watch.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return progress;
            if (progress.IsLast)
                yield break;
        }
    }

    public void SetPriority(EdgeModel model, DownloadPriority priority)
    {
        if (!Enum.IsDefined(priority))
            throw new ArgumentOutOfRangeException(nameof(priority), priority, null);

        DeskOf(model).Desk.Control.Priority = priority;
    }

    public Task PauseAsync(EdgeModel model, CancellationToken cancellationToken = default) => DeskOf(model).Desk.Control.Gate.CloseAsync();

    public Task PauseAllAsync(CancellationToken cancellationToken = default) => Task.WhenAll(_desks.Values.Select(desk => desk.Control.Gate.CloseAsync()));

    public Task ResumeAsync(EdgeModel model, CancellationToken cancellationToken = default)
    {
        DeskOf(model).Desk.Control.Gate.Open();
        return Task.CompletedTask;
    }

    public Task ResumeAllAsync(CancellationToken cancellationToken = default)
    {
        foreach (var desk in _desks.Values)
            desk.Control.Gate.Open();

        return Task.CompletedTask;
    }

    public Task CancelAsync(EdgeModel model, CancellationToken cancellationToken = default) =>
        _runs.CancelAsync(DeskOf(model).Place.Key).WaitAsync(cancellationToken);

    public Task CancelAllAsync(CancellationToken cancellationToken = default) => Task.WhenAll(_desks.Keys.Select(_runs.CancelAsync)).WaitAsync(cancellationToken);

    private async Task<ProvisionedModel> RunAsync(ModelPlace place, Desk desk, CancellationToken cancellationToken)
    {
        var progress = new ProgressTracker(place, desk.Feed, time);
        try
        {
            var provisioned = await pipeline.RunAsync(place, progress, desk.Control, cancellationToken).ConfigureAwait(false);
            progress.Completed();
            return provisioned;
        }
        catch (OperationCanceledException)
        {
            progress.Cancelled();
            throw;
        }
        catch (Exception error)
        {
            ProvisioningLog.Failed(logger, place.Model.Id, (error as EdgeAIException)?.Code ?? error.GetType().Name, error.Message);
            progress.Failed(error);
            throw;
        }
    }

    private static async Task TellAsync(ProgressFeed.Watch? watch, IProgress<ProvisioningProgress>? listener)
    {
        if (watch is null)
            return;

        await foreach (var progress in watch.ReadAllAsync().ConfigureAwait(false))
            listener!.Report(progress);
    }

    private (ModelPlace Place, Desk Desk) DeskOf(EdgeModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var place = layout.PlaceOf(model);
        return (place, _desks.GetOrAdd(place.Key, _ => new Desk()));
    }

    /// <summary>What outlives the runs of a model: who watches, and what its users want.</summary>
    private sealed class Desk
    {
        public ProgressFeed Feed { get; } = new();

        public DownloadControl Control { get; } = new();
    }
}
