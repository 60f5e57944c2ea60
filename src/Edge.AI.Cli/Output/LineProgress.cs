using System.Collections.Concurrent;

namespace Edge.AI.Cli.Output;

/// <summary>Writes plain lines for logs: one for every change of state and every ten percent.</summary>
internal sealed class LineProgress(TextWriter writer) : IProgressDisplay, IProgress<ProvisioningProgress>
{
    private readonly ConcurrentDictionary<string, (ProvisioningState State, int Tenths)> _last = new(StringComparer.Ordinal);

    public Task ShowAsync(IReadOnlyList<string> models, Func<IProgress<ProvisioningProgress>, Task> work) => work(this);

    public void Report(ProvisioningProgress value)
    {
        var now = (value.State, Tenths: (int)(value.Fraction * 10));
        if (_last.TryGetValue(value.ModelId, out var last) && last == now)
            return;

        _last[value.ModelId] = now;
        writer.WriteLine(ProgressLine.Of(value).ToText());
    }
}
