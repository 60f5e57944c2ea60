using Edge.AI.Templates;
using Edge.AI.Tools;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat.Messages;

/// <summary>Converts turns to the values that a template reads, with the names of OpenAI's API.</summary>
internal sealed class TurnWriter(TemplateTraits traits)
{
    public IReadOnlyList<object> Write(IEnumerable<Turn> turns, CancellationToken cancellationToken) => [.. turns.Select(turn => Write(turn, cancellationToken))];

    private Dictionary<string, object?> Write(Turn turn, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (turn is { Reasoning: { } reasoning, Calls.Count: > 0 } && turn.Text.Length > 0 && !traits.TakesReasoningBesideText)
            turn = turn with { Reasoning = $"{reasoning}\n\n{turn.Text}", Text = PromptText.Empty };

        var fields = new Dictionary<string, object?>(StringComparer.Ordinal) { ["role"] = turn.Role, ["content"] = ContentOf(turn) };
        if (turn.Tools is not null)
            fields["tools"] = turn.Tools;
        if (turn.Reasoning is not null)
            fields[traits.ReasoningField] = turn.Reasoning;
        if (turn.Calls.Count > 0)
            fields["tool_calls"] = turn.Calls.Select(Write).ToList();
        if (turn.ToolName is not null)
            fields["name"] = turn.ToolName;
        if (turn.CallId is not null)
            fields["tool_call_id"] = turn.CallId;
        return fields;
    }

    private object? ContentOf(Turn turn) =>
        turn.Calls.Count > 0 && turn.Text.Length == 0 && traits.WantsNoContentBesideCalls ? null
        : traits.WantsParts ? new[] { new Dictionary<string, object?>(StringComparer.Ordinal) { ["type"] = "text", ["text"] = turn.Text } }
        : turn.Text;

    private Dictionary<string, object?> Write(FunctionCallContent call) => new(StringComparer.Ordinal)
    {
        ["type"] = "function",
        ["id"] = call.CallId,
        ["function"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["name"] = call.Name, ["arguments"] = ArgumentsOf(call) },
    };

    private object ArgumentsOf(FunctionCallContent call)
    {
        var arguments = ArgumentsJson.Of(call);
        return traits.WantsArgumentsAsText ? ArgumentsJson.TextOf(arguments) : arguments;
    }
}
