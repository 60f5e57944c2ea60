using Edge.AI.Templates;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat.Messages;

/// <summary>One turn of a conversation, with the roles of chat templates.</summary>
/// <param name="Role">"system", "user", "assistant" or "tool".</param>
/// <param name="Text">The text. It may contain text of the caller and text that stands in for the template.</param>
internal sealed record Turn(string Role, PromptText Text)
{
    public const string System = "system";
    public const string User = "user";
    public const string Assistant = "assistant";
    public const string Tool = "tool";

    /// <summary>The assistant's reasoning before the text; null if there is none.</summary>
    public string? Reasoning { get; init; }

    /// <summary>The assistant's tool calls.</summary>
    public IReadOnlyList<FunctionCallContent> Calls { get; init; } = [];

    /// <summary>The tools in this system turn, as JSON; null for none.</summary>
    public PromptText? Tools { get; init; }

    /// <summary>The id of the call that this tool turn belongs to.</summary>
    public string? CallId { get; init; }

    /// <summary>The name of the tool; null if the call is not in the conversation.</summary>
    public string? ToolName { get; init; }

    /// <summary>Joins turns into one, by default with a blank line between their texts.</summary>
    /// <remarks>All turns are joined in one step: joining them pair by pair would copy the text once for each turn.</remarks>
    public static Turn Join(IReadOnlyList<Turn> turns, string separator = "\n\n") => turns.Count == 1 ? turns[0] : turns[0] with
    {
        Text = PromptText.Join(separator, turns.Select(turn => turn.Text)),
        Reasoning = turns.Any(turn => turn.Reasoning is not null) ? string.Concat(turns.Select(turn => turn.Reasoning)) : null,
        Calls = [.. turns.SelectMany(turn => turn.Calls)],
    };

    /// <summary>Groups neighbouring turns that belong together. Every other turn is a group of its own.</summary>
    public static IEnumerable<IReadOnlyList<Turn>> Runs(IEnumerable<Turn> turns, Func<Turn, Turn, bool> belongTogether)
    {
        List<Turn> run = [];
        foreach (var turn in turns)
        {
            if (run.Count > 0 && !belongTogether(run[^1], turn))
            {
                yield return run;
                run = [];
            }

            run.Add(turn);
        }

        if (run.Count > 0)
            yield return run;
    }
}
