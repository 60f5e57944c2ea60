using Edge.AI.Templates;
using Edge.AI.Tools;

namespace Edge.AI.Chat.Messages;

/// <summary>Moves system turns to places that the template supports.</summary>
internal static class SystemTurns
{
    /// <summary>Adds notes about the tools, for a template that does not list tools.</summary>
    public static List<Turn> AddNotes(List<Turn> turns, PromptText notes)
    {
        var turn = new Turn(Turn.System, notes);
        return turns is [{ Role: Turn.System } first, .. var rest] ? [Turn.Join([first, turn]), .. rest] : [turn, .. turns];
    }

    /// <summary>Adds the tools to the first system turn.</summary>
    public static List<Turn> AddTools(List<Turn> turns, ToolSet tools)
    {
        var json = PromptText.FromInput($"[{string.Join(", ", tools.ToJson())}]");
        return turns is [{ Role: Turn.System } first, .. var rest]
            ? [first with { Tools = json }, .. rest]
            : [new(Turn.System, PromptText.Empty) { Tools = json }, .. turns];
    }

    /// <summary>Joins the system turns at the beginning into one. Other system turns, and all if the template has none, become part of the next user turn.</summary>
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
