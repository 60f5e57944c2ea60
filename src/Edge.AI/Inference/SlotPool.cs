using System.Collections;
using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>The slots of a context. It chooses the slot for each request.</summary>
internal sealed class SlotPool(ContextHandle context, Vocabulary vocabulary, int length, InferenceOptions options, StateCache? states, CacheGrowth? growth) : IEnumerable<Slot>
{
    private readonly Slot[] _slots = [.. Enumerable.Range(0, context.MaxSequences).Select(sequence => new Slot(sequence, length, context, vocabulary, options))];
    private readonly PromptCache? _cache = options.PromptCacheBytes > 0 ? new(context, options.PromptCacheBytes) : null;
    private long _clock;
    private int _first;

    public int Count => _slots.Length;

    public int Free => _slots.Count(slot => slot.Current is null);

    /// <summary>The number of cached tokens of all slots. Any thread may read it.</summary>
    public int Cells => _slots.Sum(slot => slot.Cells);

    /// <summary>Puts a request into a free slot, with the longest prefix of its prompt that is cached in any slot or saved. It waits there if a state must be read from disk first.</summary>
    public void Admit(Generation generation) => Admit(generation, read: null);

    /// <summary>Admits the requests whose state was read, and saves the states of slots that hold the common beginning of their prompt.</summary>
    /// <param name="timePerToken">How long processing a token of a prompt takes.</param>
    public void ServeStates(TimeSpan timePerToken)
    {
        if (states is null)
            return;

        foreach (var slot in _slots)
        {
            if (slot.Awaited is { IsCompleted: true } read)
                Admit(slot.Release(), read);
            if (!slot.IsAtBeginning)
                continue;

            states.Save(slot, context, timePerToken);
            slot.PassBeginning();
        }
    }

    /// <summary>Uses the time without work to write saved states.</summary>
    public void Rest() => states?.WritePending();

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

    /// <summary>Makes a slot the first one, because the last batch had no room for it.</summary>
    public void BeginWith(Slot slot) => _first = slot.Sequence;

    public Enumerator GetEnumerator() => new(_slots, _first);

    IEnumerator<Slot> IEnumerable<Slot>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Admit(Generation generation, StateRead? read)
    {
        var prompt = generation.Prompt;
        var known = MostKnown(prompt);
        var shared = known?.SharedPrefix(prompt) ?? 0;
        var usesStates = states is not null && !(options.ReproducibleSeeds && generation.Request.Sampling.Seed is not null); // a seeded request uses only what was computed for one
        if (usesStates && read is null && states!.Find(prompt, cached: MostKept(prompt, shared)) is { } reading)
        {
            Vacate().Await(generation, reading, ++_clock);
            return;
        }

        var slot = (read is null ? null : TryRestore(read, moreThan: shared)) ?? Choose(prompt, known, shared);
        var beginning = usesStates ? states!.FindBeginning(prompt, generation.Request.CommonTokens, slot.SharedPrefix(prompt), context.CanCutAnywhere) : 0;
        slot.Take(generation, ++_clock, beginning);
    }

    /// <summary>Chooses the slot that goes on with what it holds, or the least recently used one for a new conversation, which may share the prefix of another slot or of a saved sequence.</summary>
    private Slot Choose(ReadOnlySpan<int> prompt, Slot? known, int shared)
    {
        if (known is { Current: null } && 2 * shared >= known.Known.Length)
            return known;

        var kept = _cache?.Find(prompt, moreThan: shared);
        var slot = Vacate();
        if (kept is not null && TryRestore(slot, kept))
            return slot;

        if (known is not null && known != slot && shared > slot.SharedPrefix(prompt))
            slot.TryCopy(known, shared); // the conversation of the other slot stays cached
        return slot;
    }

    /// <summary>Restores a state that was read into the least recently used slot; null if that is impossible, or if another slot has as many tokens by now.</summary>
    private Slot? TryRestore(StateRead read, int moreThan)
    {
        states!.End(read);
        if (read.Sequence?.Tokens.Length <= moreThan)
            return null;

        var slot = Vacate();
        var isRestored = false;
        if (read.Sequence is { } sequence)
        {
            do
                isRestored = TryRestore(slot, sequence);
            while (!isRestored && EvictOldest());
        }

        states.Report(read, isRestored, hadRoom: _slots.All(slot => slot.Known.Length == 0));
        return isRestored ? slot : null;
    }

    /// <summary>Restores a saved sequence, in a larger cache if it does not fit.</summary>
    private bool TryRestore(Slot slot, KeptSequence sequence)
    {
        while (!slot.TryRestore(sequence))
        {
            if (Cells + sequence.Tokens.Length <= context.Cells || growth?.TryGrow() is not true)
                return false;
        }

        return true;
    }

    /// <summary>Returns the least recently used free slot, after its tokens were saved.</summary>
    private Slot Vacate()
    {
        var slot = OldestFree();
        if (slot.Known.Length > 0)
            _cache?.Keep(slot);
        return slot;
    }

    private int MostKept(ReadOnlySpan<int> prompt, int shared) => _cache?.Find(prompt, moreThan: shared) is { } kept ? prompt.CommonPrefixLength(kept.Tokens) : shared;

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
