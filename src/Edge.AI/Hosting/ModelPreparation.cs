using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Hosting;

/// <summary>Downloads and loads a model in the background, so that the work continues when no request waits for it.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Without a timer or a wait handle the source holds nothing to dispose.")]
internal sealed class ModelPreparation(ModelHost host, ILogger logger, TimeProvider time)
{
    /// <summary>The time after a failed attempt before the next one.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private Task? _attempt;
    private long _attemptEnded;
    private Task? _keptDownloading;
    private Task? _keptLoading;

    /// <summary>Whether it is at work.</summary>
    public bool IsRunning
    {
        get
        {
            lock (_gate)
                return _attempt is { IsCompleted: false } || _keptDownloading is { IsCompleted: false } || _keptLoading is { IsCompleted: false };
        }
    }

    /// <summary>
    /// Begins to load the model. Does nothing if that is in progress, or if it failed a moment ago: requests that do not wait must not download a model whose bytes are wrong
    /// over and over.
    /// </summary>
    /// <returns>The attempt, in progress or failed.</returns>
    public Task Begin()
    {
        lock (_gate)
        {
            var isRecent = _attempt is { IsFaulted: true } && time.GetElapsedTime(_attemptEnded) < Pause;
            if (_attempt is null || (_attempt.IsCompleted && !isRecent))
                _attempt = AttemptAsync();
            return _attempt;
        }
    }

    /// <summary>Loads the model; after an error that can pass, tries again until it succeeds.</summary>
    public void KeepLoading()
    {
        lock (_gate)
            _keptLoading ??= KeepTryingAsync(LoadAsync);
    }

    /// <summary>Downloads the model; after an error that can pass, tries again until it succeeds.</summary>
    public void KeepDownloading()
    {
        lock (_gate)
            _keptDownloading ??= KeepTryingAsync(host.DownloadAsync);
    }

    /// <summary>Cancels the work, and waits until it has ended.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        Task[] running;
        lock (_gate)
            running = [_attempt ?? Task.CompletedTask, _keptLoading ?? Task.CompletedTask, _keptDownloading ?? Task.CompletedTask];

        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // its requests see how an attempt ended
    }

    private Task AttemptAsync()
    {
        var attempt = Task.Run(async () =>
        {
            try
            {
                await LoadAsync(_stop.Token).ConfigureAwait(false);
            }
            finally
            {
                lock (_gate)
                    _attemptEnded = time.GetTimestamp();
            }
        });
        _ = attempt.ContinueWith(static failed => _ = failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default); // maybe no request waits for it
        return attempt;
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        using var use = await host.UseAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task KeepTryingAsync(Func<CancellationToken, Task> work)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (true)
        {
            try
            {
                await work(_stop.Token).ConfigureAwait(false);
                return;
            }
            catch (EdgeAIException e) when (e.IsTransient)
            {
                HostingLog.TryingAgain(logger, host.Model.Id, Pause, e.Code, e.Message);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return; // the app is stopping, or has cancelled the download
            }
#pragma warning disable CA1031 // The work runs for no caller. Health checks show the error, and the next request tries again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                HostingLog.NotPrepared(logger, host.Model.Id, e);
                return;
            }

            await Task.Delay(Pause, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // the next attempt ends at once if it was cancelled
        }
    }
}
