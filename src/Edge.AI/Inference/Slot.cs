using System.Runtime.InteropServices;
using Edge.AI.Inference.Speculation;
using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>
/// One sequence of the context: its tokens, the first of which are cached in the context, and its current request. Only the loop's thread uses it.
/// </summary>
internal sealed class Slot(int sequence, int length, ContextHandle context, Vocabulary vocabulary, InferenceOptions options)
{
    /// <summary>How many tokens of a seeded prompt are decoded together. A chunk always begins at a multiple of this number.</summary>
    public const int RepeatableChunk = 32;

    private readonly List<int> _tokens = [];
    private readonly Drafter _drafter = new(vocabulary.IsEndOfGeneration);
    private int _known;
    private int _repeatable;
    private int _inBatch;
    private int _generated;
    private int _logitsIndex;
    private int _beginning;
    private int _draftIndex;

    /// <summary>The current request; null if the slot is free.</summary>
    public Generation? Current { get; private set; }

    /// <summary>The state that its request waits for; null if it does not wait.</summary>
    public StateRead? Awaited { get; private set; }

    /// <summary>Whether it holds exactly those tokens whose state is to be saved.</summary>
    public bool IsAtBeginning => _beginning > 0 && _known == _beginning;

    /// <summary>When the slot last took a request, to find the least recently used slot.</summary>
    public long LastUsed { get; private set; }

    /// <summary>The number of the sequence in the context.</summary>
    public int Sequence => sequence;

    /// <summary>The number of cached tokens. Any thread may read it.</summary>
    public int Cells => _known;

    /// <summary>The cached tokens.</summary>
    public ReadOnlySpan<int> Known => CollectionsMarshal.AsSpan(_tokens)[.._known];

    /// <summary>Whether its request is computed in the same way each time, in batches of its own with fixed lengths.</summary>
    public bool IsRepeatable => options.ReproducibleSeeds && IsSeeded;

    /// <summary>Guesses its next tokens; null if it may not. Wrong guesses must be removed again, so the memory must be one that can be truncated.</summary>
    public Drafter? Drafter => options.Speculation && context.CanUndo && Current is { Request.MaySpeculate: true } && !IsRepeatable ? _drafter : null;

    /// <summary>The last step in which tokens of this slot were decoded.</summary>
    public long LastStep { get; set; }

    /// <summary>The number of tokens that must be decoded before the next one can be chosen.</summary>
    public int Pending => _tokens.Count - _known;

    /// <summary>Whether only the last token must be decoded, to choose the next one.</summary>
    public bool IsGenerating => Current is { IsBackedUp: false } && Pending == 1;

    /// <summary>Whether several tokens must be decoded before the next one can be chosen: a prompt, or tokens that were lost from the cache.</summary>
    public bool IsInPrefill => Current is not null && Pending > 1;

    /// <summary>Whether the current batch contains tokens of this slot.</summary>
    public bool IsInBatch => _inBatch > 0;

    private bool IsSeeded => Current?.Request.Sampling.Seed is not null;

    /// <summary>Returns how many leading tokens of a prompt are cached.</summary>
    public int SharedPrefix(ReadOnlySpan<int> prompt) => Known.CommonPrefixLength(prompt);

    /// <summary>Takes a request, and keeps the cached prefix of its prompt.</summary>
    /// <param name="generation">The request.</param>
    /// <param name="now">The time, for <see cref="LastUsed"/>.</param>
    /// <param name="beginning">The number of tokens after which the prompt pauses, so that their state can be saved; 0 for none.</param>
    public void Take(Generation generation, long now, int beginning)
    {
        var prompt = generation.Prompt;
        (Current, LastUsed, _generated, _beginning) = (generation, now, 0, beginning);
        var shared = Math.Min(SharedPrefix(prompt), beginning > 0 ? beginning : prompt.Length - 1); // at least one token must be decoded to get logits
        Keep(IsRepeatable ? Math.Min(shared, _repeatable) / RepeatableChunk * RepeatableChunk : shared);
        generation.Start(_known);
        _tokens.AddRange(prompt[_known..]);
        Drafter?.Start(prompt);
    }

    /// <summary>Empties the slot, and lets a request wait in it for a state. The request takes part in no batch before it is released and admitted again.</summary>
    public void Await(Generation generation, StateRead read, long now)
    {
        Empty();
        (Current, LastUsed, Awaited) = (generation, now, read);
    }

    /// <summary>Forgets the beginning, because its state was saved.</summary>
    public void PassBeginning() => _beginning = 0;

    /// <summary>Copies the first tokens of another slot; both slots share the memory. Returns false if this kind of memory cannot be shared.</summary>
    public bool TryCopy(Slot from, int count)
    {
        Empty();
        if (!context.TryCopy(from.Sequence, sequence, count, from.Known.Length))
            return false;

        _tokens.AddRange(from.Known[..count]);
        (_known, _repeatable) = (count, Math.Min(count, from._repeatable));
        return true;
    }

    /// <summary>Restores a saved sequence; false if the context has no room for it, and the slot is empty then.</summary>
    public bool TryRestore(KeptSequence kept)
    {
        Empty();
        if (!context.TryRestoreSequence(sequence, kept.State, kept.Tokens.Length))
            return false;

        _tokens.AddRange(kept.Tokens);
        _known = kept.Tokens.Length;
        return true;
    }

    /// <summary>Adds the next tokens of this slot to the batch, as far as there is room.</summary>
    public void Fill(NativeBatch batch, int maxTokens)
    {
        var count = Math.Min(maxTokens, Pending);
        if (IsSeeded && Pending > 1)
            count = Math.Min(count, Pending - 1); // the last token alone, as when the rest of the prompt is cached: batches of another size round differently
        if (IsRepeatable)
            count = Math.Min(count, RepeatableChunk - (_known % RepeatableChunk));
        if (_known < _beginning)
            count = Math.Min(count, _beginning - _known);
        for (var at = _known; at < _known + count; at++)
            _logitsIndex = batch.Add(_tokens[at], at, sequence, wantsLogits: at == _tokens.Count - 1);

        _inBatch = count;
        Current!.IsInPrefill = Pending > 1;
    }

    /// <summary>Offers the tokens that probably come next, as many as request, context and reader have room for.</summary>
    /// <returns>The drafter that offers them; null if nothing may be drafted.</returns>
    public Drafter? OfferDraft()
    {
        if (Drafter is not { } drafter)
            return null;

        var current = Current!;
        var most = Math.Min(current.Request.MaxTokens - _generated, Math.Min(length - _known, Generation.MaxUnread - current.Unread)) - 1;
        drafter.Offer(most, current.Sampler);
        return drafter;
    }

    /// <summary>Adds the drafted tokens to the batch, which has the last token already.</summary>
    public void FillDraft(NativeBatch batch)
    {
        _draftIndex = batch.Count;
        foreach (var token in _drafter.Draft)
            batch.Add(token, _known + _inBatch++, sequence, wantsLogits: true);
    }

    /// <summary>Continues after a successful decode: chooses the next token if the last token was decoded, and ends the request at its end.</summary>
    /// <returns>How many tokens were generated.</returns>
    public int Advance(TokenCandidates candidates)
    {
        if (IsRepeatable && _inBatch == RepeatableChunk && _repeatable == _known)
            _repeatable += RepeatableChunk;
        (_known, _inBatch) = (_known + _inBatch - _drafter.Length, 0);
        if (Current is not { } current || Pending > 0)
            return 0;

        var earlier = _generated;

        GenerationEnd? end;
        try
        {
            end = Choose(current, _logitsIndex, candidates);
            var accepted = 0;
            for (; end is null && accepted < _drafter.Length && _tokens[^1] == _drafter.Draft[accepted]; accepted++)
            {
                _known++;
                end = Choose(current, _draftIndex + accepted, candidates);
            }

            current.CountDraft(_drafter.Length, accepted);
        }
#pragma warning disable CA1031 // The error fails only this request; the cache and the other requests are not affected.
        catch (Exception e)
#pragma warning restore CA1031
        {
            UndoDraft();
            Release().Fail(e as GenerationException ?? new GenerationException("Choosing a token failed.", innerException: e));
            return _generated - earlier;
        }

        UndoDraft();
        if (end is { } reason)
            Release().Complete(reason);
        return _generated - earlier;
    }

    /// <summary>
    /// Recovers from an incomplete decode: keeps the tokens that were cached, and decodes the rest again, at least the last token, whose logits are needed.
    /// </summary>
    public void Retract()
    {
        _drafter.Drop();
        var taken = Math.Min(context.SequenceEnd(sequence), IsRepeatable ? _known : _known + _inBatch);
        (_known, _inBatch) = (Math.Max(_known, taken), 0);
        KeepKnown(Math.Min(taken, _tokens.Count - 1));
    }

    /// <summary>Decodes the tokens again that the context has lost.</summary>
    public void RecoverLost()
    {
        if (context.SequenceEnd(sequence) >= _known)
            return;

        if (Current is null)
            Empty();
        else
            Retract();
    }

    /// <summary>Fails the request and evicts all tokens, because a failed decode may leave the cache in any state.</summary>
    public void Fail(Exception error)
    {
        var failed = Release();
        Empty();
        failed.Fail(error);
    }

    /// <summary>Frees the slot. Its tokens stay cached for the next request.</summary>
    public Generation Release()
    {
        var released = Current ?? throw new InvalidOperationException("The slot serves no request.");
        (Current, _inBatch, _beginning, Awaited) = (null, 0, 0, null);
        _drafter.Drop();
        CollectionsMarshal.SetCount(_tokens, _known);
        return released;
    }

    /// <summary>Evicts all tokens.</summary>
    public void Empty()
    {
        (_known, _repeatable) = (0, 0);
        CollectionsMarshal.SetCount(_tokens, 0);
        context.Forget(sequence, 0);
    }

    /// <summary>Chooses the next token exactly as without a draft. Returns why the generation ends here; null if it continues.</summary>
    private GenerationEnd? Choose(Generation current, int batchIndex, TokenCandidates candidates)
    {
        var token = current.Sampler.Sample(context, batchIndex, candidates);
        if (vocabulary.IsEndOfGeneration(token))
            return GenerationEnd.EndToken;

        _tokens.Add(token);
        current.Write(token);
        Drafter?.Observe(token);
        return ++_generated >= current.Request.MaxTokens ? GenerationEnd.MaxTokens
            : _known >= length ? GenerationEnd.ContextFull
            : null;
    }

    /// <summary>Removes the drafted tokens that were not accepted from the context.</summary>
    private void UndoDraft()
    {
        if (_drafter.Length > 0 && context.SequenceEnd(sequence) > _known && !context.TryUndo(sequence, _known))
        {
            context.Forget(sequence, 0);
            (_known, _repeatable) = (0, 0);
        }

        _drafter.Drop();
    }

    private void Keep(int count)
    {
        KeepKnown(count);
        CollectionsMarshal.SetCount(_tokens, _known);
    }

    /// <summary>Truncates the cached tokens. If this kind of memory cannot be truncated, all tokens are evicted and decoded again.</summary>
    private void KeepKnown(int count)
    {
        if (count < _known && !context.TryCut(sequence, count))
        {
            context.Forget(sequence, 0);
            count = 0;
        }

        _known = Math.Min(_known, count);
        _repeatable = Math.Min(_repeatable, _known);
    }
}
