using System.Collections;
using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>The slots of a context, and which of them a request gets.</summary>
internal sealed class SlotPool(ContextHandle context, Vocabulary vocabulary, int length, long promptCacheBytes, bool reproduceSeeds) : IEnumerable<Slot>
{
    private readonly Slot[] _slots = [.. Enumerable.Range(0, context.MaxSequences).Select(sequence => new Slot(sequence, length, context, vocabulary, reproduceSeeds))];
    private readonly PromptCache? _cache = promptCacheBytes > 0 ? new(context, promptCacheBytes) : null;
    private long _clock;
    private int _first;

    public int Free => _slots.Count(slot => slot.Current is null);

    /// <summary>Puts a request into a free slot, with as much of its prompt as any slot knows already.</summary>
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

    /// <summary>Empties the free slot that was unused the longest; false if all of them are empty.</summary>
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

    /// <summary>Makes another slot the first one, so that where room is short everybody has a turn.</summary>
    public void Rotate() => _first = (_first + 1) % _slots.Length;

    public Enumerator GetEnumerator() => new(_slots, _first);

    IEnumerator<Slot> IEnumerable<Slot>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Makes the slot unused the longest forget its conversation, for one that begins like another, or like one that is kept.</summary>
    private Slot Vacate(ReadOnlySpan<int> prompt, Slot? known, int shared)
    {
        var slot = OldestFree();
        var kept = _cache?.Find(prompt, moreThan: shared);
        if (slot.Known.Length > 0)
            _cache?.Keep(slot);
        if (kept is not null && _cache!.TryRestore(kept, slot))
            return slot;

        if (known is not null && known != slot && shared > slot.SharedPrefix(prompt))
            slot.TryCopy(known, shared); // that conversation stays
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

    /// <summary>The slot that shares the longest prefix, a free one rather than a busy one; null if none shares any.</summary>
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

    /// <summary>Goes round once, without an allocation: it runs several times a step.</summary>
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
