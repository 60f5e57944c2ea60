using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Edge.AI.Common;
using Edge.AI.Disk;
using Edge.AI.Pipeline;
using Edge.AI.Progress;
using Edge.AI.Sources;
using Edge.AI.Staging;
using Edge.AI.Store;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Polly;

namespace Edge.AI;

/// <summary>Brings models onto this machine, for programs without dependency injection. With it, use <c>AddEdgeModelProvisioning</c>.</summary>
/// <example>
/// <code>
/// using var provisioner = ModelProvisioner.Create();
/// var model = await provisioner.EnsureAsync(EdgeModels.Phi3, new Progress&lt;ProvisioningProgress&gt;(it => Console.WriteLine($"{it.Fraction:P0}")));
/// Console.WriteLine(model.Path);
/// </code>
/// </example>
public sealed class ModelProvisioner : IModelProvisioner, IDownloadQueue, IDisposable
{
    private readonly SingleFlight<ProvisionedModel> _runs;
    private readonly ConcurrentDictionary<string, Desk> _desks = new(StringComparer.Ordinal);
    private readonly StoreLayout _layout;
    private readonly ModelPipeline _pipeline;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly IDisposable? _owned;

    internal ModelProvisioner(StoreLayout layout, ModelPipeline pipeline, IModelStore store, TimeProvider time, ILogger logger, IDisposable? owned = null)
    {
        (_layout, _pipeline, Store, _time, _logger, _owned) = (layout, pipeline, store, time, logger, owned);
        _runs = new(key => _desks[key].Feed.Forget());
    }

    /// <summary>Gets the models on disk.</summary>
    public IModelStore Store { get; }

    /// <summary>Creates a provisioner. Dispose it to close its connections.</summary>
    /// <param name="options">The options; <see langword="null"/> for the defaults. They are copied, and only <see cref="ProvisioningOptions.MaxBytesPerSecond"/> can change later.</param>
    /// <param name="loggerFactory">Receives log lines; <see langword="null"/> for none.</param>
    /// <returns>The provisioner.</returns>
    /// <exception cref="OptionsValidationException">An option is out of range.</exception>
    public static ModelProvisioner Create(ProvisioningOptions? options = null, ILoggerFactory? loggerFactory = null)
    {
        var copy = new ProvisioningOptions(options ?? new());
        HuggingFace.Apply(copy, Environment.GetEnvironmentVariable);
        if (new ProvisioningOptionsValidator().Validate(name: null, copy) is { Failures: { } problems, Failed: true })
            throw new OptionsValidationException(Options.DefaultName, typeof(ProvisioningOptions), problems);

        var client = new HttpClient(DownloadHandler.Create(copy));
        DownloadHandler.Configure(client);
        return Create(copy, () => client, TimeProvider.System, loggerFactory ?? NullLoggerFactory.Instance, owned: client);
    }

    /// <inheritdoc />
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
            watch?.Dispose(); // Ends the reports, after the last state was reported.
            await telling.ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public ProvisioningStatus GetStatus(EdgeModel model)
    {
        var (place, desk) = DeskOf(model);
        var onDisk = DiskStatus.Of(place);
        return desk.Feed.Latest is { IsLast: false } running ? onDisk with { Progress = running } : onDisk;
    }

    /// <inheritdoc />
    public IAsyncEnumerable<ProvisioningProgress> WatchAsync(EdgeModel model, CancellationToken cancellationToken = default)
    {
        var (place, desk) = DeskOf(model);
        return WatchAsync(place, desk, cancellationToken);
    }

    /// <inheritdoc />
    public void SetPriority(EdgeModel model, DownloadPriority priority)
    {
        if (!Enum.IsDefined(priority))
            throw new ArgumentOutOfRangeException(nameof(priority), priority, null);

        DeskOf(model).Desk.Control.Priority = priority;
    }

    /// <inheritdoc />
    public void Pause(EdgeModel model) => DeskOf(model).Desk.Control.Gate.Close();

    /// <inheritdoc />
    public void PauseAll()
    {
        foreach (var desk in _desks.Values)
            desk.Control.Gate.Close();
    }

    /// <inheritdoc />
    public void Resume(EdgeModel model) => DeskOf(model).Desk.Control.Gate.Open();

    /// <inheritdoc />
    public void ResumeAll()
    {
        foreach (var desk in _desks.Values)
            desk.Control.Gate.Open();
    }

    /// <inheritdoc />
    public Task CancelAsync(EdgeModel model, CancellationToken cancellationToken = default) =>
        _runs.CancelAsync(DeskOf(model).Place.Key).WaitAsync(cancellationToken);

    /// <inheritdoc />
    public Task CancelAllAsync(CancellationToken cancellationToken = default) => Task.WhenAll(_desks.Keys.Select(_runs.CancelAsync)).WaitAsync(cancellationToken);

    /// <summary>Closes the connections of a provisioner from <see cref="Create(ProvisioningOptions?, ILoggerFactory?)"/>. Downloads that are in progress fail.</summary>
    public void Dispose() => _owned?.Dispose();

    internal static ModelProvisioner Create(
        ProvisioningOptions options,
        Func<HttpClient> clients,
        TimeProvider time,
        ILoggerFactory loggers,
        IDisposable? owned = null,
        DiskSpace? disk = null,
        string? appFolder = null,
        TryLock? tryLock = null,
        ResiliencePipeline? downloads = null)
    {
        var logger = loggers.CreateLogger("Edge.AI.Provisioning");
        var layout = StoreLayout.Of(options);
        var locks = new ModelLock(layout, time, logger, tryLock ?? FileLock.TryTake);
        var promoter = new ModelPromoter(time, logger);
        var sources = new SourceList([new HttpFileSource(new(clients, options), time), new AppFileSource(appFolder ?? AppContext.BaseDirectory)], options.Offline, HuggingFace.OfflineSetting(options));
        var stager = new FileStager(sources, new(downloads ?? DownloadPipeline(time), logger), TransferLimits.Of(options, time), logger);
        var pipeline = new ModelPipeline(locks, sources, disk ?? DiskSpace.OfThisMachine, stager, promoter, options.AllowUnverifiedFiles, logger);
        var store = new ModelStore(layout, locks, new(layout, time, FileLock.TryTake, logger), promoter, time);
        return new(layout, pipeline, store, time, logger, owned);
    }

    private static ResiliencePipeline DownloadPipeline(TimeProvider time) =>
        new ResiliencePipelineBuilder { TimeProvider = time }.AddModelDownloadRetry().Build();

    private async Task<ProvisionedModel> RunAsync(ModelPlace place, Desk desk, CancellationToken cancellationToken)
    {
        var run = new ProvisioningRun(place, new(place.Model, desk.Feed, _time), desk.Control, cancellationToken);
        if (place.Model.IsLocal && desk.IsFirstRun())
            PipelineLog.LocalFile(_logger, place.Model.Id, place.Files[0].Target);

        using var trace = new ProvisioningTrace(place.Model);
        try
        {
            var provisioned = await _pipeline.RunAsync(run).ConfigureAwait(false);
            run.Progress.Completed();
            trace.End(run.Progress);
            return provisioned;
        }
        catch (OperationCanceledException cancelled)
        {
            trace.End(run.Progress, cancelled);
            run.Progress.Cancelled();
            throw;
        }
        catch (Exception error)
        {
            PipelineLog.Failed(_logger, place.Model.Id, (error as EdgeAIException)?.Code ?? error.GetType().Name, error.Message);
            trace.End(run.Progress, error);
            run.Progress.Failed(error);
            throw;
        }
    }

    private static async IAsyncEnumerable<ProvisioningProgress> WatchAsync(ModelPlace place, Desk desk, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // The first state may come from the disk.
        using var watch = desk.Feed.Subscribe(latest => latest is { IsLast: false } ? latest : Ended(latest, DiskStatus.Of(place).Progress));
        await foreach (var progress in watch.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return progress;
            if (progress.IsLast)
                yield break;
        }
    }

    /// <summary>Adds to the progress on disk how the last run ended, unless the model is complete. Who starts a run and then watches it would otherwise wait for one that has failed already.</summary>
    private static ProvisioningProgress Ended(ProvisioningProgress? last, ProvisioningProgress onDisk) =>
        last is { State: ProvisioningState.Failed or ProvisioningState.Cancelled } && onDisk.State == ProvisioningState.Pending ? onDisk with { State = last.State, Error = last.Error } : onDisk;

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
        var place = _layout.PlaceOf(model);
        return (place, _desks.GetOrAdd(place.Key, _ => new Desk()));
    }

    /// <summary>Holds what outlives the runs of a model: its watchers, and how its downloads are controlled.</summary>
    private sealed class Desk
    {
        private int _runs;

        public ProgressFeed Feed { get; } = new();

        public DownloadControl Control { get; } = new();

        public bool IsFirstRun() => Interlocked.Exchange(ref _runs, 1) == 0;
    }
}
