using Edge.AI.Templates;
using Edge.AI.Tools;

namespace Edge.AI.Chat.Messages;

/// <summary>Puts what the system says where a template can say it.</summary>
internal static class SystemTurns
{
    /// <summary>Adds what the system has to say about tools, because the template does not.</summary>
    public static List<Turn> AddNotes(List<Turn> turns, PromptText notes)
    {
        var turn = new Turn(Turn.System, notes);
        return turns is [{ Role: Turn.System } first, .. var rest] ? [Turn.Join([first, turn]), .. rest] : [turn, .. turns];
    }

    /// <summary>Hands the tools over with the first system turn.</summary>
    public static List<Turn> AddTools(List<Turn> turns, ToolSet tools)
    {
        var json = PromptText.FromInput($"[{string.Join(", ", tools.ToJson())}]");
        return turns is [{ Role: Turn.System } first, .. var rest]
            ? [first with { Tools = json }, .. rest]
            : [new(Turn.System, PromptText.Empty) { Tools = json }, .. turns];
    }

    /// <summary>System turns at the beginning become one; others, and all where there may be none, become part of the user's next turn.</summary>
    public static List<Turn> Move(List<Turn> turns, SystemPlace place)
    {
        List<Turn> placed = [];
        var leading = place == SystemPlace.First ? turns.TakeWhile(turn => turn.Role == Turn.System).ToList() : [];
        if (leading.Count > 0)
            placed.Add(Turn.Join(leading));

        List<Turn> pending = [];
        foreach (var turn in turns.Skip(leading.Count))
        {
            if (turn.Role == Turn.System)
            {
                pending.Add(turn with { Role = Turn.User });
            }
            else if (pending.Count > 0 && turn.Role == Turn.User)
            {
                placed.Add(Turn.Join([.. pending, turn]));
                pending.Clear();
            }
            else if (pending.Count > 0 && turn.Role == Turn.Assistant)
            {
                placed.AddRange([Turn.Join(pending), turn]);
                pending.Clear();
            }
            else
            {
                placed.Add(turn);
            }
        }

        return pending.Count == 0 ? placed : [.. placed, Turn.Join(pending)];
    }
}
