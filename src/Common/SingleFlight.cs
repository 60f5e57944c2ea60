using System.Diagnostics.CodeAnalysis;

namespace Edge.AI.Common;

/// <summary>
/// Lets any number of callers share one run of the same work. A caller can leave by cancellation. When the last one leaves, the run is cancelled,
/// and that caller returns only when the run has ended.
/// </summary>
/// <param name="starts">Is called with the key when a call starts a run, before that call returns its task.</param>
internal sealed class SingleFlight<T>(Action<string>? starts = null)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Flight> _flights = [];

    public async Task<T> RunAsync(string key, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var flight = Board(key, work);
        try
        {
            return await flight.Landing.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (Leave(key, flight))
                await flight.AbortAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Cancels a run for all its callers.</summary>
    public Task CancelAsync(string key)
    {
        Flight? flight;
        lock (_lock)
            _flights.Remove(key, out flight);

        return flight?.AbortAsync() ?? Task.CompletedTask;
    }

    private Flight Board(string key, Func<CancellationToken, Task<T>> work)
    {
        lock (_lock)
        {
            if (!_flights.TryGetValue(key, out var flight) || flight.Landing.IsCompleted)
            {
                starts?.Invoke(key);
                _flights[key] = flight = new(work);
            }

            flight.Passengers++;
            return flight;
        }
    }

    /// <returns>Whether this was the last caller of a run that is still in progress.</returns>
    private bool Leave(string key, Flight flight)
    {
        lock (_lock)
        {
            if (--flight.Passengers > 0)
                return false;

            // Another run may have replaced it.
            if (_flights.TryGetValue(key, out var current) && current == flight)
                _flights.Remove(key);

            return !flight.Landing.IsCompleted;
        }
    }

    [SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Without a timer or a wait handle the source holds nothing to dispose, and the last to use it is not known.")]
    private sealed class Flight
    {
        private readonly CancellationTokenSource _abort = new();

        public Flight(Func<CancellationToken, Task<T>> work) => Landing = StartAsync(work);

        public Task<T> Landing { get; }

        public int Passengers { get; set; }

        public async Task AbortAsync()
        {
            await _abort.CancelAsync().ConfigureAwait(false);
            await ((Task)Landing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // Its callers see how it ended.
        }

        private async Task<T> StartAsync(Func<CancellationToken, Task<T>> work)
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // Leaves the caller's thread and the lock.
            return await work(_abort.Token).ConfigureAwait(false);
        }
    }
}
