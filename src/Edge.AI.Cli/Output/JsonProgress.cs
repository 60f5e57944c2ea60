using System.Collections.Concurrent;

namespace Edge.AI.Cli.Output;

/// <summary>Writes a JSON line for every change of state, and at most five per second in between.</summary>
internal sealed class JsonProgress(Terminal terminal) : IProgressDisplay, IProgress<ProvisioningProgress>
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<string, (ProvisioningState State, long Time)> _last = new(StringComparer.Ordinal);

    public Task ShowAsync(IReadOnlyList<string> models, Func<IProgress<ProvisioningProgress>, Task> work) => work(this);

    public void Report(ProvisioningProgress value)
    {
        // Reports of one model are sequential. Only those of different models are concurrent.
        if (_last.TryGetValue(value.ModelId, out var last) && last.State == value.State && TimeProvider.System.GetElapsedTime(last.Time) < Pause)
            return;

        _last[value.ModelId] = (value.State, TimeProvider.System.GetTimestamp());
        terminal.Result(ProgressLine.Of(value));
    }
}
