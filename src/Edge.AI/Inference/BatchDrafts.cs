using Edge.AI.Inference.Speculation;
using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>
/// Adds drafted tokens to the batch of a step that only generates, as many as pay. While a prompt is processed there are none: its request waits for the whole step.
/// </summary>
/// <param name="batch">The batch.</param>
/// <param name="slots">The slots.</param>
/// <param name="most">The most drafted tokens of a step.</param>
internal sealed class BatchDrafts(NativeBatch batch, SlotPool slots, int most)
{
    /// <summary>For how many steps nothing is drafted after the context had no room.</summary>
    private const int Pause = 64;

    private readonly StepCost _cost = new(slots.Count);
    private int _generating;
    private int _drafted;
    private int _paused;

    /// <summary>Begins a step that may be one without generating slots.</summary>
    public void Clear() => (_generating, _drafted) = (0, 0);

    /// <summary>Adds the drafts of the slots whose last token is in the batch.</summary>
    public void Fill()
    {
        _generating = batch.Count;
        _paused = Math.Max(0, _paused - 1);
        if (most == 0 || _paused > 0 || _generating == 0 || _cost.Of(_generating) is not { } cost)
            return;

        var plan = new DraftPlan(_generating, cost, Math.Min(most, batch.Room), LeastChance());
        for (var length = 0; length < Drafter.MaxLength; length++)
        {
            foreach (var slot in slots)
            {
                if (slot is { IsInBatch: true, Drafter: { } drafter } && drafter.Length == length && plan.TryTake(drafter.NextChance))
                    drafter.Take();
            }
        }

        foreach (var slot in slots)
        {
            if (slot.IsInBatch)
                slot.FillDraft(batch);
        }

        _drafted = batch.Count - _generating;
    }

    /// <summary>Learns how long the step took.</summary>
    public void Observe(TimeSpan elapsed)
    {
        if (_generating > 0)
            _cost.Observe(_generating, _drafted, elapsed);
    }

    /// <summary>Drafts nothing for a while, because the context had no room. False if the last batch had no drafts.</summary>
    public bool TryPause()
    {
        if (_drafted == 0)
            return false;

        _paused = Pause;
        return true;
    }

    private double LeastChance()
    {
        var least = 1.0;
        foreach (var slot in slots)
        {
            if (slot.IsInBatch)
                least = Math.Min(least, slot.OfferDraft());
        }

        return least;
    }
}
