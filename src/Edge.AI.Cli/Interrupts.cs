using System.Runtime.InteropServices;

namespace Edge.AI.Cli;

/// <summary>
/// Ctrl-C and the other signals that ask a process to end. They cancel the command, so that files are closed and journals are written; another one ends the process at once.
/// While a command does something that can be stopped alone, Ctrl-C stops only that.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly List<PosixSignalRegistration> _signals = [];
    private CancellationTokenSource? _part;

    public Interrupts()
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
            _signals.Add(PosixSignalRegistration.Create(signal, Handle));
    }

    /// <summary>Cancelled when the command must end.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Runs a part of a command that the first Ctrl-C stops alone.</summary>
    /// <returns>Whether the part has ended by itself; false if Ctrl-C has stopped it.</returns>
    /// <exception cref="OperationCanceledException">The command must end.</exception>
    public async Task<bool> TryRunAsync(Func<CancellationToken, Task> part)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ended);
        lock (_lock)
            _part = stop;

        try
        {
            await part(stop.Token);
            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !_ended.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            lock (_lock)
                _part = null;
        }
    }

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _ended.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        lock (_lock)
        {
            if (_ended.IsCancellationRequested)
                return; // The system's own reaction follows: the process ends.

            context.Cancel = true;
            var cancelled = context.Signal == PosixSignal.SIGINT && _part is { IsCancellationRequested: false } part ? part : _ended;
            _ = cancelled.CancelAsync(); // What waits for the token continues on another thread, outside the lock.
        }
    }
}
