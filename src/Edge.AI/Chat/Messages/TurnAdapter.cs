using Edge.AI.Chat.Templates.Values;
using Edge.AI.Chat.Tools;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat.Messages;

/// <summary>
/// Says a conversation in the way that one template can: calls and results as text where it knows none, system turns where it wants
/// them, one turn where it takes no two of a kind. What it can say as it stands is left as it stands.
/// </summary>
internal sealed class TurnAdapter(TemplateTraits traits, ToolFormat format)
{
    /// <param name="turns">The conversation.</param>
    /// <param name="tools">The tools that are offered; null for none.</param>
    public IReadOnlyList<Turn> Adapt(IEnumerable<Turn> turns, ToolSet? tools)
    {
        var adapted = AnswerEveryCall(JoinAnswers(turns)).Select(WithIds).ToList();
        if (!traits.WritesOrphanedResults)
            adapted = [.. adapted.Select(turn => turn is { Role: Turn.Tool, ToolName: null } ? turn with { Role = Turn.User } : turn)];
        if (!traits.WritesCalls)
            adapted = [.. adapted.Select(WriteCalls)];
        else if (!traits.WritesParallelCalls)
            adapted = [.. adapted.SelectMany((turn, index) => OneCallATime(adapted, turn, index))];
        if (!traits.WritesResults)
            adapted = WriteResults(adapted);
        if (tools is not null && !traits.OffersTools && format.Explain(tools) is { } notes)
            adapted = WithNotes(adapted, notes);
        if (traits.System != SystemPlace.Anywhere)
            adapted = PlaceSystem(adapted);
        if (tools is not null && traits.WantsToolsInSystemTurn)
            adapted = WithTools(adapted, tools);
        return traits.TakesRepeatedRoles ? adapted : AnswerEveryResult(JoinRepeated(adapted));
    }

    /// <summary>Several assistant messages in a row are one answer, for example calls that were made in parallel.</summary>
    private static List<Turn> JoinAnswers(IEnumerable<Turn> turns) => Join(turns, (last, next) => last.Role == Turn.Assistant && next.Role == Turn.Assistant);

    private static List<Turn> JoinRepeated(IEnumerable<Turn> turns) =>
        Join(turns, (last, next) => last.Role == next.Role && last.Role != Turn.Tool && last.Calls.Count == 0);

    /// <summary>Where users and assistants must take turns, the assistant has to say something between a tool's result and the user's next turn.</summary>
    private static List<Turn> AnswerEveryResult(List<Turn> turns)
    {
        List<Turn> answered = [];
        var isSilent = false;
        foreach (var turn in turns)
        {
            if (turn.Role == Turn.User && isSilent)
                answered.Add(new(Turn.Assistant, StringValue.Empty));

            answered.Add(turn);
            isSilent = turn.Calls.Count > 0 || (turn.Role == Turn.Tool && isSilent);
        }

        return answered;
    }

    private static List<Turn> Join(IEnumerable<Turn> turns, Func<Turn, Turn, bool> belongTogether)
    {
        List<Turn> joined = [];
        foreach (var turn in turns)
        {
            if (joined.Count > 0 && belongTogether(joined[^1], turn))
                joined[^1] = joined[^1].JoinedWith(turn);
            else
                joined.Add(turn);
        }

        return joined;
    }

    /// <summary>Templates pair calls with results; a call whose result never came gets an empty one.</summary>
    private static List<Turn> AnswerEveryCall(List<Turn> turns)
    {
        List<Turn> answered = [];
        List<FunctionCallContent> open = [];
        foreach (var turn in turns)
        {
            if (turn.Role == Turn.Tool)
                open.RemoveAll(call => call.CallId == turn.CallId);
            else
                Close();

            answered.Add(turn);
            open.AddRange(turn.Calls);
        }

        Close();
        return answered;

        void Close()
        {
            answered.AddRange(open.Select(call => new Turn(Turn.Tool, StringValue.Empty) { CallId = call.CallId, ToolName = call.Name }));
            open.Clear();
        }
    }

    private Turn WithIds(Turn turn) => turn with
    {
        CallId = turn.CallId is { } id ? format.CallIds.Adapt(id) : turn.Role == Turn.Tool ? format.CallIds.Adapt("") : null,
        Calls = [.. turn.Calls.Select(call => new FunctionCallContent(format.CallIds.Adapt(call.CallId), call.Name, call.Arguments))],
    };

    private Turn WriteCalls(Turn turn) => turn.Calls.Count == 0 ? turn
        : turn.JoinedWith(new(Turn.Assistant, format.Write(turn.Calls)), "\n") with { Calls = [] };

    /// <summary>Calls one after the other, each with its own result.</summary>
    private static IEnumerable<Turn> OneCallATime(List<Turn> turns, Turn turn, int index)
    {
        if (turn.Role == Turn.Tool && CallerOf(turns, index) is { Calls.Count: > 1 } caller && caller.Calls.Any(call => call.CallId == turn.CallId))
            yield break; // it was written with its call
        if (turn.Calls.Count <= 1)
        {
            yield return turn;
            yield break;
        }

        foreach (var (number, call) in turn.Calls.Index())
        {
            yield return (number == 0 ? turn : new(Turn.Assistant, StringValue.Empty)) with { Calls = [call] };
            foreach (var result in turns.Skip(index + 1).TakeWhile(next => next.Role == Turn.Tool).Where(next => next.CallId == call.CallId))
                yield return result;
        }
    }

    private static Turn? CallerOf(List<Turn> turns, int result)
    {
        while (--result >= 0 && turns[result].Role == Turn.Tool)
        {
        }

        return result >= 0 ? turns[result] : null;
    }

    /// <summary>Results as what the user says next, in the words that most models with tools were trained on.</summary>
    private static List<Turn> WriteResults(List<Turn> turns)
    {
        var written = turns.Select(turn => turn.Role != Turn.Tool ? turn : new(
            Turn.User,
            StringValue.Concat(StringValue.Concat(StringValue.FromTemplate("<tool_response>\n"), turn.Text), StringValue.FromTemplate("\n</tool_response>"))) { CallId = turn.CallId });
        List<Turn> joined = [];
        foreach (var turn in written)
        {
            if (turn.CallId is not null && joined.Count > 0 && joined[^1].CallId is not null)
                joined[^1] = joined[^1].JoinedWith(turn, "\n");
            else
                joined.Add(turn);
        }

        return [.. joined.Select(turn => turn with { CallId = null })];
    }

    private static List<Turn> WithNotes(List<Turn> turns, StringValue notes)
    {
        var turn = new Turn(Turn.System, notes);
        return turns is [{ Role: Turn.System } first, .. var rest] ? [first.JoinedWith(turn), .. rest] : [turn, .. turns];
    }

    private static List<Turn> WithTools(List<Turn> turns, ToolSet tools)
    {
        var json = StringValue.FromInput($"[{string.Join(", ", tools.ToJson())}]");
        return turns is [{ Role: Turn.System } first, .. var rest]
            ? [first with { Tools = json }, .. rest]
            : [new(Turn.System, StringValue.Empty) { Tools = json }, .. turns];
    }

    /// <summary>System turns at the beginning become one; others, and all where there may be none, become part of the user's next turn.</summary>
    private List<Turn> PlaceSystem(List<Turn> turns)
    {
        List<Turn> placed = [];
        Turn? pending = null;
        foreach (var turn in turns)
        {
            if (turn.Role == Turn.System && traits.System == SystemPlace.First && pending is null && placed is [] or [{ Role: Turn.System }])
            {
                placed = placed is [var first] ? [first.JoinedWith(turn)] : [turn];
            }
            else if (turn.Role == Turn.System)
            {
                pending = pending is null ? turn with { Role = Turn.User } : pending.JoinedWith(turn);
            }
            else if (pending is not null && turn.Role is Turn.User or Turn.Assistant)
            {
                if (turn.Role == Turn.User)
                    placed.Add(pending.JoinedWith(turn));
                else
                    placed.AddRange([pending, turn]);
                pending = null;
            }
            else
            {
                placed.Add(turn);
            }
        }

        return pending is null ? placed : [.. placed, pending];
    }
}
