using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>
/// What slots had read before other requests took them, kept in memory as llama.cpp's own copy of the sequence, the least recently
/// used dropped first. Only the loop's thread touches it.
/// </summary>
internal sealed class PromptCache(ContextHandle context, long maxBytes)
{
    private readonly LinkedList<Entry> _entries = new(); // the most recently used first
    private long _bytes;

    /// <summary>Keeps what a slot holds, if it is not kept already and fits.</summary>
    public void Keep(Slot slot)
    {
        var known = slot.Known;
        foreach (var entry in _entries)
        {
            if (entry.Tokens.AsSpan().StartsWith(known))
                return;
        }

        if (context.SequenceStateSize(slot.Sequence) > maxBytes || context.SaveSequence(slot.Sequence) is not { } state)
            return;

        DropBeginningsOf(known);
        _entries.AddFirst(new Entry(known.ToArray(), state));
        _bytes += state.Length;
        while (_bytes > maxBytes)
            Drop(_entries.Last!);
    }

    /// <summary>Puts back the sequence that shares most with a prompt, if that is more than a slot has to offer; false if not.</summary>
    public bool TryRestore(Slot into, ReadOnlySpan<int> prompt, int moreThan)
    {
        LinkedListNode<Entry>? best = null;
        var most = moreThan;
        for (var node = _entries.First; node is not null; node = node.Next)
        {
            var shared = prompt.CommonPrefixLength(node.Value.Tokens);
            if (shared > most && (!context.IsRecurrent || shared == node.Value.Tokens.Length))
                (best, most) = (node, shared);
        }

        if (best is null)
            return false;

        into.Empty();
        if (!context.TryRestoreSequence(into.Sequence, best.Value.State))
        {
            Drop(best);
            return false;
        }

        into.Restore(best.Value.Tokens);
        _entries.Remove(best);
        _entries.AddFirst(best);
        return true;
    }

    private void DropBeginningsOf(ReadOnlySpan<int> tokens)
    {
        for (var node = _entries.First; node is not null;)
        {
            var next = node.Next;
            if (tokens.StartsWith(node.Value.Tokens))
                Drop(node);
            node = next;
        }
    }

    private void Drop(LinkedListNode<Entry> node)
    {
        _entries.Remove(node);
        _bytes -= node.Value.State.Length;
    }

    private sealed record Entry(int[] Tokens, byte[] State);
}
