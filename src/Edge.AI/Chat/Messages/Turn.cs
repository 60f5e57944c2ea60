using Edge.AI.Templates;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat.Messages;

/// <summary>One turn of a conversation, in the words of chat templates.</summary>
/// <param name="Role">"system", "user", "assistant" or "tool".</param>
/// <param name="Text">What was said. It may mix what the caller wrote with what the client wrote on the template's behalf.</param>
internal sealed record Turn(string Role, PromptText Text)
{
    public const string System = "system";
    public const string User = "user";
    public const string Assistant = "assistant";
    public const string Tool = "tool";

    /// <summary>What the assistant thought before it spoke; null if nothing is known of that.</summary>
    public string? Reasoning { get; init; }

    /// <summary>The tools that the assistant called.</summary>
    public IReadOnlyList<FunctionCallContent> Calls { get; init; } = [];

    /// <summary>The tools that this system turn offers, as JSON; null for none.</summary>
    public PromptText? Tools { get; init; }

    /// <summary>The call that this tool turn answers.</summary>
    public string? CallId { get; init; }

    /// <summary>The tool that was called; null if its call is not in the conversation.</summary>
    public string? ToolName { get; init; }

    /// <summary>All turns as one, by default with a blank line between their texts.</summary>
    /// <remarks>Turns are joined in one step, however many there are: pair by pair, a long run of them would be copied once for each.</remarks>
    public static Turn Join(IReadOnlyList<Turn> turns, string separator = "\n\n") => turns.Count == 1 ? turns[0] : turns[0] with
    {
        Text = PromptText.Join(separator, turns.Select(turn => turn.Text)),
        Reasoning = turns.Any(turn => turn.Reasoning is not null) ? string.Concat(turns.Select(turn => turn.Reasoning)) : null,
        Calls = [.. turns.SelectMany(turn => turn.Calls)],
    };

    /// <summary>Neighbours that belong together, in lists of their own; every other turn in a list by itself.</summary>
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
