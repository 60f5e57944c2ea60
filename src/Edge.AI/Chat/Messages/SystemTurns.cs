using Edge.AI.Chat.Templates.Values;
using Edge.AI.Chat.Tools;

namespace Edge.AI.Chat.Messages;

/// <summary>Puts what the system says where a template can say it.</summary>
internal static class SystemTurns
{
    /// <summary>Adds what the system has to say about tools, because the template does not.</summary>
    public static List<Turn> AddNotes(List<Turn> turns, StringValue notes)
    {
        var turn = new Turn(Turn.System, notes);
        return turns is [{ Role: Turn.System } first, .. var rest] ? [first.JoinedWith(turn), .. rest] : [turn, .. turns];
    }

    /// <summary>Hands the tools over with the first system turn.</summary>
    public static List<Turn> AddTools(List<Turn> turns, ToolSet tools)
    {
        var json = StringValue.FromInput($"[{string.Join(", ", tools.ToJson())}]");
        return turns is [{ Role: Turn.System } first, .. var rest]
            ? [first with { Tools = json }, .. rest]
            : [new(Turn.System, StringValue.Empty) { Tools = json }, .. turns];
    }

    /// <summary>System turns at the beginning become one; others, and all where there may be none, become part of the user's next turn.</summary>
    public static List<Turn> Move(List<Turn> turns, SystemPlace place)
    {
        List<Turn> placed = [];
        Turn? pending = null;
        foreach (var turn in turns)
        {
            if (turn.Role == Turn.System && place == SystemPlace.First && pending is null && placed is [] or [{ Role: Turn.System }])
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
