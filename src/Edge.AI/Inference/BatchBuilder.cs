using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>
/// Builds the batch of each step: one token for each slot that generates, and chunks of prompts for slots in prefill. Only the loop's thread uses it.
/// </summary>
/// <param name="batch">The batch.</param>
/// <param name="slots">The slots.</param>
/// <param name="mostDrafted">The most drafted tokens of a step; 0 to draft none.</param>
internal sealed class BatchBuilder(NativeBatch batch, SlotPool slots, int mostDrafted)
{
    /// <summary>The fewest tokens for which a prompt joins those of other prompts in a batch. Attention reads tokens of a sequence faster that lie together in the cache.</summary>
    private const int LeastPiece = 32;

    private readonly PromptPace _pace = new(batch.Capacity);
    private readonly BatchDrafts _drafts = new(batch, slots, mostDrafted);
    private int _room = batch.Capacity;
    private long _steps;
    private long _lastSharedStep;
    private bool _shortestFirst = true;

    /// <inheritdoc cref="PromptPace.TimePerToken" />
    public TimeSpan TimePerPromptToken => _pace.TimePerToken;

    /// <summary>Fills the batch for the next step. Slots with reproducible seeds take turns, each with a batch of its own; all other slots share a batch.</summary>
    /// <returns>How many tokens of prompts the batch has.</returns>
    public int Fill()
    {
        batch.Clear();
        _drafts.Clear();
        _steps++;
        var (alone, othersWait) = (default(Slot), false);
        foreach (var slot in slots)
        {
            if (!slot.IsGenerating && !slot.IsInPrefill)
                continue;
            if (!slot.IsRepeatable)
                othersWait = true;
            else if (alone is null || slot.LastStep < alone.LastStep)
                alone = slot;
        }

        if (alone is null || (othersWait && _lastSharedStep < alone.LastStep))
        {
            _lastSharedStep = _steps;
            return FillShared();
        }

        alone.LastStep = _steps;
        alone.Fill(batch, maxTokens: _room);
        return alone.Current!.IsInPrefill ? batch.Count : 0;
    }

    /// <summary>Learns from a step that succeeded how fast this machine processes prompts.</summary>
    public void Observe(int promptTokens, TimeSpan elapsed)
    {
        _room = batch.Capacity;
        _pace.Observe(promptTokens, elapsed);
        _drafts.Observe(elapsed);
    }

    /// <summary>Drafts nothing for a while, because the context had no room for the last batch. False if it had no drafts.</summary>
    public bool TryDropDrafts() => _drafts.TryPause();

    /// <summary>Makes the next batch half as long as the last one, because the context had no room for that. False if the last one had a single token.</summary>
    public bool TryHalve()
    {
        _room = batch.Count / 2;
        if (_room > 0)
            return true;

        _room = batch.Capacity;
        return false;
    }

    /// <summary>
    /// Generating slots come first, so that a long prompt cannot stop them. Their order only changes when the batch has no room for all: then the first one that was left out is the first
    /// one next time. Attention reads the cache faster if its tokens lie there in the same order in each step.
    /// </summary>
    private int FillShared()
    {
        var (hasPrompts, leftOut) = (false, default(Slot));
        foreach (var slot in slots)
        {
            if (slot.IsRepeatable)
                continue;
            if (slot.IsInPrefill)
                hasPrompts = true;
            else if (slot.IsGenerating && batch.Count < _room)
                slot.Fill(batch, maxTokens: 1);
            else if (slot.IsGenerating)
                leftOut ??= slot;
        }

        if (leftOut is not null)
            slots.BeginWith(leftOut);
        if (!hasPrompts && _room == batch.Capacity)
        {
            _drafts.Fill();
            return 0;
        }

        var generating = batch.Count;
        FillPrompts(Math.Min(_room - generating, _pace.Tokens(othersGenerate: generating > 0)));
        return batch.Count - generating;
    }

    /// <summary>
    /// Prompts come one after the other, so that the first tokens of their answers do not all have to wait for the last prompt. In every second step the shortest one is the first,
    /// so that a short prompt does not wait for a long one, and in the others the oldest one, so that a long prompt is not stopped by short ones.
    /// </summary>
    private void FillPrompts(int chunk)
    {
        _shortestFirst = !_shortestFirst;
        var end = batch.Count + chunk;
        for (var left = chunk; left > 0 && NextPrompt() is { } slot; left = end - batch.Count)
        {
            if (left < chunk && left < LeastPiece)
                return;

            slot.Fill(batch, left);
        }
    }

    private Slot? NextPrompt()
    {
        Slot? next = null;
        foreach (var slot in slots)
        {
            if (slot.IsInPrefill && !slot.IsInBatch && !slot.IsRepeatable && (next is null || Place(slot) < Place(next)))
                next = slot;
        }

        return next;

        long Place(Slot slot) => _shortestFirst ? slot.Pending : slot.LastUsed;
    }
}
