using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace Edge.AI.Samples.Chat;

/// <summary>Handles Ctrl-C: it ends the current answer, or the program if there is none.</summary>
internal sealed class Interrupts : IHostLifetime, IDisposable
{
    private readonly Lock _gate = new();
    private PosixSignalRegistration? _signal;
    private CancellationTokenSource? _answer;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _signal = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = EndAnswer());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs an answer that Ctrl-C can cancel.</summary>
    public async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> answer)
    {
        using var cancellation = new CancellationTokenSource();
        lock (_gate)
            _answer = cancellation;

        try
        {
            return await answer(cancellation.Token);
        }
        finally
        {
            lock (_gate)
                _answer = null;
        }
    }

    public void Dispose() => _signal?.Dispose();

    private bool EndAnswer()
    {
        lock (_gate)
        {
            _answer?.Cancel();
            return _answer is not null;
        }
    }
}
