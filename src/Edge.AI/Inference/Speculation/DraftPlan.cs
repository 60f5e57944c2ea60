using System.Runtime.InteropServices;

namespace Edge.AI.Inference.Speculation;

/// <summary>
/// Decides which drafted tokens a step takes: each one that raises the number of tokens per second, of all slots together, that the step is expected to give.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct DraftPlan
{
    /// <summary>How much longer a step may take for the drafts of others, if a slot has no draft of its own that pays.</summary>
    public const double LongestDelay = 0.03;

    private readonly double _cost;
    private double _tokens;
    private double _time = 1;
    private int _room;

    /// <param name="generating">The number of slots that generate, each with one token of its own.</param>
    /// <param name="cost">The cost of a drafted token, as a share of the step without drafts.</param>
    /// <param name="room">The most drafted tokens.</param>
    /// <param name="leastChance">The least probability, over all slots, that the first drafted token is accepted.</param>
    public DraftPlan(int generating, double cost, int room, double leastChance)
    {
        (_tokens, _cost, _room) = (generating, cost, room);
        if (!Pays(leastChance))
            _room = Math.Min(room, (int)(LongestDelay / cost));
    }

    /// <summary>Takes another drafted token if it pays. If one does not, a token behind it does not either.</summary>
    /// <param name="chance">The probability that it is accepted.</param>
    public bool TryTake(double chance)
    {
        if (_room == 0 || !Pays(chance))
            return false;

        _tokens += chance;
        _time += _cost;
        _room--;
        return true;
    }

    private readonly bool Pays(double chance) => chance * _time > _tokens * _cost;
}
