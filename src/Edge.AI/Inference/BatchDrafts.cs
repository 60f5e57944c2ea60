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

    private readonly StepCost _cost = new(slots.Count, most);
    private readonly Drafter?[] _drafters = new Drafter?[slots.Count]; // of the slots that generate; null for one that may not draft
    private readonly Drafter[] _taken = new Drafter[most]; // in the order in which their tokens were taken
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
        if (most == 0 || _paused > 0 || _generating == 0 || !_cost.Knows(_generating))
            return;

        Offer();
        TakeWhatPays(Math.Min(most, batch.Room));
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

    private void Offer()
    {
        var at = 0;
        foreach (var slot in slots)
        {
            if (slot.IsInBatch)
                _drafters[at++] = slot.OfferDraft();
        }
    }

    /// <summary>Takes the offered tokens in the order of their chances, and puts back those behind the number that pays.</summary>
    private void TakeWhatPays(int room)
    {
        var plan = new DraftPlan(_generating);
        var taken = 0;
        while (taken < room && MostProbable() is { } drafter)
        {
            var chance = drafter.NextChance;
            drafter.Take();
            _taken[taken++] = drafter;
            plan.Consider(chance, LeastExpected(), _cost.Of(_generating, taken));
        }

        // The last token may cost more than it brings. That shows when one fewer was tried.
        var pays = plan.Drafted > 1 && !_cost.Knows(_generating, plan.Drafted - 1) ? plan.Drafted - 1 : plan.Drafted;
        while (taken > pays)
            _taken[--taken].PutBack();
    }

    /// <summary>The drafter whose next token is accepted most probably; null if none has one.</summary>
    private Drafter? MostProbable()
    {
        var best = default(Drafter);
        foreach (var drafter in _drafters.AsSpan(0, _generating))
        {
            if (drafter?.NextChance > (best?.NextChance ?? 0))
                best = drafter;
        }

        return best;
    }

    /// <summary>The number of tokens that the step is expected to give to the slot that gets the fewest.</summary>
    private double LeastExpected()
    {
        var least = double.PositiveInfinity;
        foreach (var drafter in _drafters.AsSpan(0, _generating))
            least = Math.Min(least, drafter?.Expected ?? 1);

        return least;
    }
}
