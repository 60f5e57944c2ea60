namespace Edge.AI.Bench.Inference.Contestants;

/// <summary>The contestants of a measurement. They take turns at the grain of one request; one whose process ends leaves the field, which is a result.</summary>
internal sealed class Field(IReadOnlyList<Contestant> contestants) : IAsyncDisposable
{
    /// <summary>The time between two contestants, in which the compute threads of the last one go to sleep.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    private readonly List<Contestant> _running = [.. contestants];
    private readonly List<string> _ends = [];

    /// <summary>The contestants that still run, in the order of the table.</summary>
    public IReadOnlyList<Contestant> Running => _running;

    /// <summary>Who ended, and how.</summary>
    public IReadOnlyList<string> Ends => _ends;

    /// <summary>Gives each contestant the same work, one after the other, and returns their results by name.</summary>
    public Task<IReadOnlyDictionary<string, WorkDone>> AskAsync(int round, Work work) => AskAsync(round, _ => work);

    /// <summary>Gives each contestant its work, one after the other, and returns their results by name.</summary>
    /// <param name="round">The number of the round. Each begins with another contestant, because the first one has a cooler processor.</param>
    /// <param name="workFor">The work of the contestant with this name.</param>
    /// <param name="takesPart">Whether the contestant with this name gets work; null if all do.</param>
    public async Task<IReadOnlyDictionary<string, WorkDone>> AskAsync(int round, Func<string, Work> workFor, Func<string, bool>? takesPart = null)
    {
        var results = new Dictionary<string, WorkDone>(StringComparer.Ordinal);
        var first = _running.Count == 0 ? 0 : round % _running.Count;
        foreach (var contestant in _running.Skip(first).Concat(_running.Take(first)).Where(contestant => takesPart?.Invoke(contestant.Name) ?? true).ToList())
        {
            try
            {
                await Task.Delay(s_pause);
                results[contestant.Name] = await contestant.RunAsync(workFor(contestant.Name));
            }
            catch (ContestantFailedException end)
            {
                _running.Remove(contestant);
                _ends.Add(end.Message);
            }
        }

        return results;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var contestant in contestants)
            await contestant.DisposeAsync();
    }
}
