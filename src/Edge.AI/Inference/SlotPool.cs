using System.Collections;
using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>The slots of a context. It chooses the slot for each request.</summary>
internal sealed class SlotPool(ContextHandle context, Vocabulary vocabulary, int length, InferenceOptions options) : IEnumerable<Slot>
{
    private readonly Slot[] _slots = [.. Enumerable.Range(0, context.MaxSequences).Select(sequence => new Slot(sequence, length, context, vocabulary, options))];
    private readonly PromptCache? _cache = options.PromptCacheBytes > 0 ? new(context, options.PromptCacheBytes) : null;
    private long _clock;
    private int _first;

    public int Count => _slots.Length;

    public int Free => _slots.Count(slot => slot.Current is null);

    /// <summary>Puts a request into a free slot, with the longest prefix of its prompt that is cached in any slot.</summary>
    public void Admit(Generation generation)
    {
        var prompt = generation.Prompt;
        var known = MostKnown(prompt);
        var shared = known?.SharedPrefix(prompt) ?? 0;
        var slot = known is { Current: null } && 2 * shared >= known.Known.Length
            ? known // it goes on with what it holds
            : Vacate(prompt, known, shared);
        slot.Take(generation, ++_clock);
    }

    /// <summary>Evicts the tokens of the least recently used free slot; false if all free slots are empty.</summary>
    public bool EvictOldest()
    {
        Slot? oldest = null;
        foreach (var slot in _slots)
        {
            if (slot.Current is null && slot.Known.Length > 0 && (oldest is null || slot.LastUsed < oldest.LastUsed))
                oldest = slot;
        }

        if (oldest is null)
            return false;

        _cache?.Keep(oldest);
        oldest.Empty();
        return true;
    }

    /// <summary>Makes the next slot the first one, so that every slot has its turn if the batch is too small for all.</summary>
    public void Rotate() => _first = (_first + 1) % _slots.Length;

    public Enumerator GetEnumerator() => new(_slots, _first);

    IEnumerator<Slot> IEnumerable<Slot>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Frees the least recently used slot for a new conversation, which may share the prefix of another slot or of a saved sequence.</summary>
    private Slot Vacate(ReadOnlySpan<int> prompt, Slot? known, int shared)
    {
        var slot = OldestFree();
        var kept = _cache?.Find(prompt, moreThan: shared);
        if (slot.Known.Length > 0)
            _cache?.Keep(slot);
        if (kept is not null && _cache!.TryRestore(kept, slot))
            return slot;

        if (known is not null && known != slot && shared > slot.SharedPrefix(prompt))
            slot.TryCopy(known, shared); // the conversation of the other slot stays cached
        return slot;
    }

    private Slot OldestFree()
    {
        Slot? oldest = null;
        foreach (var slot in _slots)
        {
            if (slot.Current is null && (oldest is null || Age(slot) < Age(oldest)))
                oldest = slot;
        }

        return oldest ?? throw new InvalidOperationException("No slot is free.");

        static long Age(Slot slot) => slot.Known.Length == 0 ? 0 : slot.LastUsed;
    }

    /// <summary>Returns the slot with the longest common prefix, preferably a free one; null if there is no common prefix.</summary>
    private Slot? MostKnown(ReadOnlySpan<int> prompt)
    {
        Slot? best = null;
        var (most, bestIsFree) = (0, false);
        foreach (var slot in _slots)
        {
            var (shared, isFree) = (slot.SharedPrefix(prompt), slot.Current is null);
            if (shared > most || (shared == most && shared > 0 && isFree && !bestIsFree))
                (best, most, bestIsFree) = (slot, shared, isFree);
        }

        return best;
    }

    /// <summary>Enumerates all slots without an allocation, because that happens several times in each step.</summary>
    public struct Enumerator(Slot[] slots, int first) : IEnumerator<Slot>
    {
        private int _passed = -1;

        public readonly Slot Current => slots[(first + _passed) % slots.Length];

        readonly object IEnumerator.Current => Current;

        public bool MoveNext() => ++_passed < slots.Length;

        public void Reset() => _passed = -1;

        public readonly void Dispose()
        {
        }
    }
}
