using Edge.AI.Chat.Reasoning;
using Edge.AI.Templates;
using Edge.AI.Tools;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat.Messages;

/// <summary>
/// Adapts a conversation to what one template supports: calls and results become text if the template does not write them, system turns move to allowed places, and repeated roles
/// are joined. Everything that the template supports stays as it is.
/// </summary>
/// <remarks>Every step goes through the turns once, so the time is linear in their number and length.</remarks>
internal sealed class TurnAdapter(TemplateTraits traits, ToolFormat format)
{
    /// <param name="turns">The conversation.</param>
    /// <param name="tools">The tools that are offered; null for none.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public IReadOnlyList<Turn> Adapt(IEnumerable<Turn> turns, ToolSet? tools, CancellationToken cancellationToken)
    {
        var adapted = CallPairing.Pair(JoinAnswers(turns)).Select(turn => WithIds(turn, cancellationToken)).ToList();
        if (!traits.WritesOrphanedResults)
            adapted = [.. adapted.Select(turn => turn is { Role: Turn.Tool, ToolName: null } ? turn with { Role = Turn.User } : turn)];
        if (!traits.WritesCalls)
            adapted = [.. adapted.Select(turn => WriteCalls(turn, cancellationToken))];
        else if (!traits.WritesParallelCalls)
            adapted = [.. OneCallATime(adapted)];
        if (!traits.WritesResults)
            adapted = [.. WriteResults(adapted)];
        cancellationToken.ThrowIfCancellationRequested();
        if (tools is not null && !traits.OffersTools && format.Explain(tools) is { } notes)
            adapted = SystemTurns.AddNotes(adapted, notes);
        if (traits.System != SystemPlace.Anywhere)
            adapted = SystemTurns.Move(adapted, traits.System);
        if (tools is not null && traits.WantsToolsInSystemTurn)
            adapted = SystemTurns.AddTools(adapted, tools);
        return traits.TakesRepeatedRoles ? adapted : AnswerEveryResult(JoinRepeated(adapted));
    }

    /// <summary>Several assistant messages in a row are one answer, for example parallel calls.</summary>
    private static IEnumerable<Turn> JoinAnswers(IEnumerable<Turn> turns) =>
        Turn.Runs(turns, (last, next) => last.Role == Turn.Assistant && next.Role == Turn.Assistant).Select(run => Turn.Join(run));

    private static IEnumerable<Turn> JoinRepeated(IEnumerable<Turn> turns) =>
        Turn.Runs(turns, (last, next) => last.Role == next.Role && last.Role != Turn.Tool && last.Calls.Count == 0).Select(run => Turn.Join(run));

    /// <summary>If user and assistant must alternate, an assistant turn is needed between a tool result and the next user turn.</summary>
    private static List<Turn> AnswerEveryResult(IEnumerable<Turn> turns)
    {
        List<Turn> answered = [];
        var isSilent = false;
        foreach (var turn in turns)
        {
            if (turn.Role == Turn.User && isSilent)
                answered.Add(new(Turn.Assistant, PromptText.Empty));

            answered.Add(turn);
            isSilent = turn.Calls.Count > 0 || (turn.Role == Turn.Tool && isSilent);
        }

        return answered;
    }

    private Turn WithIds(Turn turn, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return turn with
        {
            CallId = turn.CallId is { } id ? format.CallIds.Adapt(id) : turn.Role == Turn.Tool ? format.CallIds.Adapt("") : null,
            Calls = [.. turn.Calls.Select(call => new FunctionCallContent(format.CallIds.Adapt(call.CallId), call.Name, call.Arguments))],
        };
    }

    private Turn WriteCalls(Turn turn, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return turn.Calls.Count == 0 ? turn : Turn.Join([turn, new(Turn.Assistant, format.Write(turn.Calls, ReasoningFormat.Markers))], "\n") with { Calls = [] };
    }

    /// <summary>Puts each call in a turn of its own, followed by its result, which <see cref="CallPairing"/> has put after the calls.</summary>
    private static IEnumerable<Turn> OneCallATime(List<Turn> turns)
    {
        for (var at = 0; at < turns.Count; at++)
        {
            var turn = turns[at];
            if (turn.Calls.Count <= 1)
            {
                yield return turn;
                continue;
            }

            foreach (var (number, call) in turn.Calls.Index())
            {
                yield return (number == 0 ? turn : new(Turn.Assistant, PromptText.Empty)) with { Calls = [call] };
                yield return turns[++at];
            }
        }
    }

    /// <summary>Writes results as user turns, in the format that most models with tools were trained on.</summary>
    private static IEnumerable<Turn> WriteResults(IEnumerable<Turn> turns) =>
        Turn.Runs(turns, (last, next) => last.Role == Turn.Tool && next.Role == Turn.Tool)
            .Select(run => run[0].Role == Turn.Tool ? new Turn(Turn.User, PromptText.Join("\n", run.Select(WriteResult))) : run[0]);

    private static PromptText WriteResult(Turn result) => PromptText.Concat([PromptText.FromTemplate("<tool_response>\n"), result.Text, PromptText.FromTemplate("\n</tool_response>")]);
}
