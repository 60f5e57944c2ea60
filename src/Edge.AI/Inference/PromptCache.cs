using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>
/// The saved state of evicted conversations, as llama.cpp's copies of their sequences. The least recently used one is dropped first. Only the loop's thread uses it.
/// </summary>
internal sealed class PromptCache(ContextHandle context, long maxBytes)
{
    private readonly LinkedList<KeptSequence> _sequences = new(); // the most recently used first
    private long _bytes;

    /// <summary>Saves the tokens of a slot, if they fit and are not saved already.</summary>
    public void Keep(Slot slot)
    {
        var known = slot.Known;
        foreach (var kept in _sequences)
        {
            if (kept.Tokens.AsSpan().StartsWith(known) && (!context.IsRecurrent || kept.Tokens.Length == known.Length))
                return; // a recurrent state cannot be truncated
        }

        if (context.SequenceStateSize(slot.Sequence) > maxBytes || context.SaveSequence(slot.Sequence) is not { } state)
            return;

        DropBeginningsOf(known);
        _sequences.AddFirst(new KeptSequence(known.ToArray(), state));
        _bytes += state.Length;
        while (_bytes > maxBytes)
            Drop(_sequences.Last!);
    }

    /// <summary>Returns the saved sequence with the longest common prefix, if that is longer than the given one; null if there is none.</summary>
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

/// <summary>The tokens of a sequence, and llama.cpp's copy of their state.</summary>
internal sealed record KeptSequence(int[] Tokens, byte[] State);
