using System.Runtime.InteropServices;
using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>
/// One sequence of the context: the tokens in its key-value cache, and the request that it serves at the moment.
/// Only the loop's thread touches it.
/// </summary>
internal sealed class Slot(int sequence, int length, ContextHandle context, Vocabulary vocabulary)
{
    private readonly List<int> _cached = [];
    private int _decodedPrompt;
    private int _generated;
    private int _lastToken;
    private int _logitsIndex;

    /// <summary>The request being served; null while free.</summary>
    public Generation? Current { get; private set; }

    /// <summary>When it last took a request, for choosing the least recently used.</summary>
    public long LastUsed { get; private set; }

    /// <summary>Whether prompt tokens are still to be decoded.</summary>
    public bool IsPrefilling => Current is { } current && _decodedPrompt < current.Request.Prompt.Count;

    /// <summary>Whether the batch that was filled last holds tokens of this slot.</summary>
    public bool IsInBatch { get; private set; }

    /// <summary>How many leading tokens of a prompt are in the cache already.</summary>
    public int SharedPrefix(IReadOnlyList<int> prompt)
    {
        var limit = Math.Min(_cached.Count, prompt.Count);
        var shared = 0;
        while (shared < limit && _cached[shared] == prompt[shared])
            shared++;
        return shared;
    }

    /// <summary>Takes a request, keeping what the cache shares with its prompt.</summary>
    public void Take(Generation generation, long now)
    {
        var prompt = generation.Request.Prompt;
        (Current, LastUsed) = (generation, now);
        var keep = Math.Min(SharedPrefix(prompt), prompt.Count - 1); // at least one token must be decoded, for its logits
        if (keep < _cached.Count && !context.Forget(sequence, keep))
        {
            context.Forget(sequence, 0); // recurrent memory can't be cut, only emptied
            keep = 0;
        }

        CollectionsMarshal.SetCount(_cached, keep);
        (_decodedPrompt, _generated) = (keep, 0);
        generation.Start(keep);
    }

    /// <summary>Adds what this slot wants decoded next: its last token, or as much of its prompt as there is room for.</summary>
    public void Fill(NativeBatch batch, int promptTokens)
    {
        if (Current is not { } current)
            return;

        if (!IsPrefilling)
        {
            _logitsIndex = Append(batch, _lastToken, wantsLogits: true);
            return;
        }

        var prompt = current.Request.Prompt;
        for (var room = Math.Min(promptTokens, batch.Room); room > 0 && IsPrefilling; room--)
        {
            var isLast = ++_decodedPrompt == prompt.Count;
            _logitsIndex = Append(batch, prompt[_decodedPrompt - 1], isLast);
        }
    }

    /// <summary>After a successful decode: samples the next token if there are logits for it, and ends the request if that is due.</summary>
    public void Advance()
    {
        IsInBatch = false;
        if (Current is not { } current || IsPrefilling)
            return;

        int token;
        try
        {
            token = current.Sampler.Sample(context, _logitsIndex);
        }
        catch (GenerationException e)
        {
            Fail(e); // the dead end of one request's grammar is nobody else's
            return;
        }

        if (vocabulary.IsEndOfGeneration(token))
        {
            Release().Complete(GenerationEnd.EndToken);
            return;
        }

        (_lastToken, _generated) = (token, _generated + 1);
        current.Write(token);
        if (_generated >= current.Request.MaxTokens)
            Release().Complete(GenerationEnd.MaxTokens);
        else if (_cached.Count >= length)
            Release().Complete(GenerationEnd.ContextFull);
    }

    /// <summary>Ends the request with an error and empties the cache, which a failed decode may have left in any state.</summary>
    public void Fail(Exception error)
    {
        var failed = Release();
        context.Forget(sequence, 0);
        _cached.Clear();
        failed.Fail(error);
    }

    /// <summary>Frees the slot; its cache stays for the next request.</summary>
    public Generation Release()
    {
        var released = Current ?? throw new InvalidOperationException("The slot serves no request.");
        (Current, IsInBatch) = (null, false);
        return released;
    }

    private int Append(NativeBatch batch, int token, bool wantsLogits)
    {
        var index = batch.Add(token, _cached.Count, sequence, wantsLogits);
        _cached.Add(token);
        IsInBatch = true;
        return index;
    }
}
