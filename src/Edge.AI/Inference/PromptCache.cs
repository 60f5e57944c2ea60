using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>
/// What slots had read before other requests took them, kept in memory as llama.cpp's own copy of the sequence, the least recently
/// used dropped first. Only the loop's thread touches it.
/// </summary>
internal sealed class PromptCache(ContextHandle context, long maxBytes)
{
    private readonly LinkedList<KeptSequence> _sequences = new(); // the most recently used first
    private long _bytes;

    /// <summary>Keeps what a slot holds, if it is not kept already and fits.</summary>
    public void Keep(Slot slot)
    {
        var known = slot.Known;
        foreach (var kept in _sequences)
        {
            if (kept.Tokens.AsSpan().StartsWith(known) && (!context.IsRecurrent || kept.Tokens.Length == known.Length))
                return; // a recurrent state can't go back to its beginning
        }

        if (context.SequenceStateSize(slot.Sequence) > maxBytes || context.SaveSequence(slot.Sequence) is not { } state)
            return;

        DropBeginningsOf(known);
        _sequences.AddFirst(new KeptSequence(known.ToArray(), state));
        _bytes += state.Length;
        while (_bytes > maxBytes)
            Drop(_sequences.Last!);
    }

    /// <summary>What shares most with a prompt, if that is more than a slot has to offer; null if nothing does.</summary>
    public KeptSequence? Find(ReadOnlySpan<int> prompt, int moreThan)
    {
        LinkedListNode<KeptSequence>? best = null;
        var most = moreThan;
        for (var node = _sequences.First; node is not null; node = node.Next)
        {
            var shared = prompt.CommonPrefixLength(node.Value.Tokens);
            if (shared > most && (!context.IsRecurrent || shared == node.Value.Tokens.Length))
                (best, most) = (node, shared);
        }

        if (best is not null)
        {
            _sequences.Remove(best);
            _sequences.AddFirst(best);
        }

        return best?.Value;
    }

    /// <summary>Makes a kept sequence the content of a slot; false if the context has no room for it.</summary>
    public bool TryRestore(KeptSequence sequence, Slot into)
    {
        into.Empty();
        if (!context.TryRestoreSequence(into.Sequence, sequence.State))
            return false;

        into.Restore(sequence.Tokens);
        return true;
    }

    private void DropBeginningsOf(ReadOnlySpan<int> tokens)
    {
        for (var node = _sequences.First; node is not null;)
        {
            var next = node.Next;
            if (tokens.StartsWith(node.Value.Tokens))
                Drop(node);
            node = next;
        }
    }

    private void Drop(LinkedListNode<KeptSequence> node)
    {
        _sequences.Remove(node);
        _bytes -= node.Value.State.Length;
    }
}

/// <summary>A sequence that a slot had read, and llama.cpp's copy of it.</summary>
internal sealed record KeptSequence(int[] Tokens, byte[] State);
