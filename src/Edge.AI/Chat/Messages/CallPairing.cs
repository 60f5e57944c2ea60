using Edge.AI.Templates;

namespace Edge.AI.Chat.Messages;

/// <summary>
/// Puts tool results after the turn with their calls, in the order of the calls. <c>IChatClient</c> matches results by id and accepts them in any order, but templates such as
/// Qwen's and GLM's write no ids, so the model matches them by position.
/// </summary>
internal static class CallPairing
{
    /// <summary>
    /// Returns the turns with exactly one result for each call, directly after the calls: the first result with the id of the call, or an empty result if there is none. After
    /// them come results without a call, and further results for the same call.
    /// </summary>
    public static IEnumerable<Turn> Pair(IEnumerable<Turn> turns)
    {
        List<Exchange> exchanges = [];
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var open = new Dictionary<string, Queue<(Exchange Exchange, int Call)>>(StringComparer.Ordinal);
        foreach (var turn in turns)
        {
            if (turn.Role != Turn.Tool)
            {
                exchanges.Add(new(turn));
                Open(exchanges[^1], names, open);
            }
            else if (turn.CallId is { } id && open.TryGetValue(id, out var calls) && calls.TryDequeue(out var called))
            {
                called.Exchange.Answer(called.Call, turn);
            }
            else
            {
                if (exchanges.Count == 0)
                    exchanges.Add(new(null));
                exchanges[^1].Others.Add(turn with { ToolName = turn.CallId is null ? null : names.GetValueOrDefault(turn.CallId) });
            }
        }

        return exchanges.SelectMany(exchange => exchange.Turns);
    }

    /// <summary>A result belongs to the last turn with a call of its id. Equal ids within one turn get their results one after the other.</summary>
    private static void Open(Exchange exchange, Dictionary<string, string> names, Dictionary<string, Queue<(Exchange, int)>> open)
    {
        var calls = exchange.Caller?.Calls ?? [];
        foreach (var call in calls)
            open.Remove(call.CallId);

        foreach (var (index, call) in calls.Index())
        {
            names[call.CallId] = call.Name;
            if (!open.TryGetValue(call.CallId, out var waiting))
                open[call.CallId] = waiting = [];
            waiting.Enqueue((exchange, index));
        }
    }

    /// <summary>A turn, the results of its calls, and other results after it.</summary>
    private sealed class Exchange(Turn? caller)
    {
        private readonly Turn?[] _results = new Turn?[caller?.Calls.Count ?? 0];

        public Turn? Caller => caller;

        public List<Turn> Others { get; } = [];

        public IEnumerable<Turn> Turns =>
        [
            .. caller is null ? Enumerable.Empty<Turn>() : [caller],
            .. _results.Select((result, call) => (result ?? new(Turn.Tool, PromptText.Empty)) with { CallId = caller!.Calls[call].CallId, ToolName = caller.Calls[call].Name }),
            .. Others,
        ];

        public void Answer(int call, Turn result) => _results[call] = result;
    }
}
