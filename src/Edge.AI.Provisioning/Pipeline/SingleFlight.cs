using System.Diagnostics.CodeAnalysis;

namespace Edge.AI.Pipeline;

/// <summary>
/// Lets any number of callers share one run of the same work. A caller who gives up leaves; when the last one has left, the run is cancelled,
/// and that caller returns when the run has ended, so that nothing is still at work behind its back.
/// </summary>
internal sealed class SingleFlight<T>
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

    /// <summary>Ends a run for everybody in it.</summary>
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
                _flights[key] = flight = new(work);

            flight.Passengers++;
            return flight;
        }
    }

    /// <returns>Whether this was the last one in a run that is still under way.</returns>
    private bool Leave(string key, Flight flight)
    {
        lock (_lock)
        {
            if (--flight.Passengers > 0)
                return false;

            // Another run may have taken its place already.
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
            await ((Task)Landing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // How it ended is for its passengers to know.
        }

        private async Task<T> StartAsync(Func<CancellationToken, Task<T>> work)
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // Off the caller's thread and out of the lock.
            return await work(_abort.Token).ConfigureAwait(false);
        }
    }
}
