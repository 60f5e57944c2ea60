using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>
/// Builds the batch of each step: one token for each slot that generates, and chunks of prompts for slots in prefill. Only the loop's thread uses it.
/// </summary>
internal sealed class BatchBuilder(NativeBatch batch, SlotPool slots)
{
    private readonly PromptPace _pace = new(batch.Capacity);
    private int _room = batch.Capacity;
    private long _steps;
    private long _lastSharedStep;

    /// <inheritdoc cref="PromptPace.TimePerToken" />
    public TimeSpan TimePerPromptToken => _pace.TimePerToken;

    /// <summary>Fills the batch for the next step. Slots with reproducible seeds take turns, each with a batch of its own; all other slots share a batch.</summary>
    /// <returns>How many tokens of prompts the batch has.</returns>
    public int Fill()
    {
        batch.Clear();
        slots.Rotate();
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
    }

    /// <summary>Makes the next batch half as long as the last one, because the context had no room for that. False if the last one had a single token.</summary>
    public bool TryHalve()
    {
        _room = batch.Count / 2;
        if (_room > 0)
            return true;

        _room = batch.Capacity;
        return false;
    }

    /// <summary>Generating slots come first, so that a long prompt cannot stop them. Prompts share the chunk that is left.</summary>
    private int FillShared()
    {
        var inPrefill = 0;
        foreach (var slot in slots)
        {
            if (slot.IsRepeatable)
                continue;
            if (slot.IsInPrefill)
                inPrefill++;
            else if (slot.IsGenerating && batch.Count < _room)
                slot.Fill(batch, maxTokens: 1);
        }

        var generating = batch.Count;
        var chunk = Math.Min(_room - generating, _pace.Tokens(othersGenerate: generating > 0));
        foreach (var slot in slots)
        {
            if (slot.IsInPrefill && !slot.IsInBatch && !slot.IsRepeatable)
                slot.Fill(batch, maxTokens: (chunk - (batch.Count - generating)) / inPrefill--);
        }

        return batch.Count - generating;
    }
}
