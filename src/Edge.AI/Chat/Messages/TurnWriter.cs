using System.Text.Json;
using Edge.AI.Chat.Templates.Values;
using Edge.AI.Tools;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat.Messages;

/// <summary>Writes turns as the values that a template iterates over, named as in OpenAI's API.</summary>
internal sealed class TurnWriter(TemplateTraits traits)
{
    public TemplateValue Write(IEnumerable<Turn> turns, CancellationToken cancellationToken) => InputValue.From(turns.Select(turn => Write(turn, cancellationToken)));

    private TemplateValue Write(Turn turn, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (turn is { Reasoning: { } reasoning, Calls.Count: > 0 } && turn.Text.Text.Length > 0 && !traits.TakesReasoningBesideText)
            turn = turn with { Reasoning = $"{reasoning}\n\n{turn.Text.Text}", Text = StringValue.Empty };

        List<KeyValuePair<string, TemplateValue>> fields = [Field("role", turn.Role), KeyValuePair.Create("content", ContentOf(turn))];
        if (turn.Tools is not null)
            fields.Add(KeyValuePair.Create<string, TemplateValue>("tools", turn.Tools));
        if (turn.Reasoning is not null)
            fields.Add(Field(traits.ReasoningField, turn.Reasoning));
        if (turn.Calls.Count > 0)
            fields.Add(KeyValuePair.Create("tool_calls", InputValue.From(turn.Calls.Select(Write))));
        if (turn.ToolName is not null)
            fields.Add(Field("name", turn.ToolName));
        if (turn.CallId is not null)
            fields.Add(Field("tool_call_id", turn.CallId));
        return InputValue.From(fields);
    }

    private TemplateValue ContentOf(Turn turn) =>
        turn.Calls.Count > 0 && turn.Text.Text.Length == 0 && traits.WantsNoContentBesideCalls ? NoneValue.Instance
        : traits.WantsParts ? InputValue.From([InputValue.From([Field("type", "text"), KeyValuePair.Create<string, TemplateValue>("text", turn.Text)])])
        : turn.Text;

    private TemplateValue Write(FunctionCallContent call) => InputValue.From(
    [
        Field("type", "function"),
        Field("id", call.CallId),
        KeyValuePair.Create("function", InputValue.From([Field("name", call.Name), KeyValuePair.Create("arguments", ArgumentsOf(call))])),
    ]);

    private TemplateValue ArgumentsOf(FunctionCallContent call)
    {
        var arguments = ArgumentsJson.Of(call);
        return traits.WantsArgumentsAsText ? InputValue.From(ArgumentsJson.TextOf(arguments)) : InputValue.From(arguments);
    }

    private static KeyValuePair<string, TemplateValue> Field(string name, string value) => KeyValuePair.Create(name, InputValue.From(value));
}
