using System.Runtime.InteropServices;
using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>
/// One sequence of the context: its tokens, of which the context's memory holds the first ones, and the request that it serves at
/// the moment. Only the loop's thread touches it.
/// </summary>
internal sealed class Slot(int sequence, int length, ContextHandle context, Vocabulary vocabulary, bool reproduceSeeds)
{
    /// <summary>How many tokens of a seeded prompt are decoded together: always the same ones, from a multiple of this on.</summary>
    public const int RepeatableChunk = 32;

    private readonly List<int> _tokens = [];
    private int _known;
    private int _repeatable;
    private int _inBatch;
    private int _generated;
    private int _logitsIndex;

    /// <summary>The request being served; null while free.</summary>
    public Generation? Current { get; private set; }

    /// <summary>When it last took a request, for choosing the least recently used.</summary>
    public long LastUsed { get; private set; }

    /// <summary>The sequence's number in the context.</summary>
    public int Sequence => sequence;

    /// <summary>The tokens that the context's memory holds.</summary>
    public ReadOnlySpan<int> Known => CollectionsMarshal.AsSpan(_tokens)[.._known];

    /// <summary>Whether its request is computed in the same way each time: in batches of its own, of fixed lengths.</summary>
    public bool IsRepeatable => reproduceSeeds && IsSeeded;

    /// <summary>The step in which it last decoded something.</summary>
    public long LastStep { get; set; }

    /// <summary>Whether it wants one token decoded, the last, to choose the next one.</summary>
    public bool IsGenerating => Current is { IsBackedUp: false } && Pending == 1;

    /// <summary>Whether it has tokens to read before it can choose one: a prompt, or what a fault made the context forget.</summary>
    public bool IsInPrefill => Current is not null && Pending > 1;

    /// <summary>Whether the batch that was filled last holds tokens of this slot.</summary>
    public bool IsInBatch => _inBatch > 0;

    private bool IsSeeded => Current?.Request.Sampling.Seed is not null;

    private int Pending => _tokens.Count - _known;

    /// <summary>How many leading tokens of a prompt the context's memory holds.</summary>
    public int SharedPrefix(ReadOnlySpan<int> prompt) => Known.CommonPrefixLength(prompt);

    /// <summary>Takes a request, keeping what the memory shares with its prompt.</summary>
    public void Take(Generation generation, long now)
    {
        var prompt = generation.Prompt;
        (Current, LastUsed, _generated) = (generation, now, 0);
        var shared = Math.Min(SharedPrefix(prompt), prompt.Length - 1); // at least one token must be decoded, for its logits
        Keep(IsRepeatable ? Math.Min(shared, _repeatable) / RepeatableChunk * RepeatableChunk : shared);
        generation.Start(_known);
        _tokens.AddRange(prompt[_known..]);
    }

    /// <summary>Makes the first tokens of another sequence this one's; both share their memory. False if this kind of memory can't.</summary>
    public bool TryCopy(Slot from, int count)
    {
        Empty();
        if (!context.TryCopy(from.Sequence, sequence, count, from.Known.Length))
            return false;

        _tokens.AddRange(from.Known[..count]);
        (_known, _repeatable) = (count, Math.Min(count, from._repeatable));
        return true;
    }

    /// <summary>Makes tokens this sequence's whose state was put into the context's memory.</summary>
    public void Restore(ReadOnlySpan<int> tokens)
    {
        CollectionsMarshal.SetCount(_tokens, 0);
        _tokens.AddRange(tokens);
        (_known, _repeatable) = (tokens.Length, 0);
    }

    /// <summary>Adds what this slot wants decoded next, as far as there is room for it.</summary>
    public void Fill(NativeBatch batch, int maxTokens)
    {
        var count = Math.Min(maxTokens, Pending);
        if (IsSeeded && Pending > 1)
            count = Math.Min(count, Pending - 1); // the last token alone, as when the rest of the prompt is cached: batches of another size round differently
        if (IsRepeatable)
            count = Math.Min(count, RepeatableChunk - (_known % RepeatableChunk));
        for (var at = _known; at < _known + count; at++)
            _logitsIndex = batch.Add(_tokens[at], at, sequence, wantsLogits: at == _tokens.Count - 1);

        _inBatch = count;
        Current!.IsInPrefill = Pending > 1;
    }

    /// <summary>After a successful decode: chooses the next token if the last one was decoded, and ends the request if that is due.</summary>
    public void Advance(TokenCandidates candidates)
    {
        if (IsRepeatable && _inBatch == RepeatableChunk && _repeatable == _known)
            _repeatable += RepeatableChunk;
        (_known, _inBatch) = (_known + _inBatch, 0);
        if (Current is not { } current || Pending > 0)
            return;

        int token;
        try
        {
            token = current.Sampler.Sample(context, _logitsIndex, candidates);
        }
#pragma warning disable CA1031 // Whatever goes wrong belongs to the one request; what the memory holds is fine, and so are the others.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Release().Fail(e as GenerationException ?? new GenerationException("Choosing a token failed.", innerException: e));
            return;
        }

        if (vocabulary.IsEndOfGeneration(token))
        {
            Release().Complete(GenerationEnd.EndToken);
            return;
        }

        _tokens.Add(token);
        current.Write(token);
        if (++_generated >= current.Request.MaxTokens)
            Release().Complete(GenerationEnd.MaxTokens);
        else if (_known >= length)
            Release().Complete(GenerationEnd.ContextFull);
    }

    /// <summary>
    /// After a decode that did not come to its end: keeps what the memory has taken, and leaves the rest, at least the last token with its
    /// logits, to be decoded again.
    /// </summary>
    public void Retract()
    {
        var taken = Math.Min(context.SequenceEnd(sequence), IsRepeatable ? _known : _known + _inBatch);
        (_known, _inBatch) = (Math.Max(_known, taken), 0);
        KeepKnown(Math.Min(taken, _tokens.Count - 1));
    }

    /// <summary>Ends the request with an error and empties the memory, which a failed decode may have left in any state.</summary>
    public void Fail(Exception error)
    {
        var failed = Release();
        Empty();
        failed.Fail(error);
    }

    /// <summary>Frees the slot; what its memory holds stays for the next request.</summary>
    public Generation Release()
    {
        var released = Current ?? throw new InvalidOperationException("The slot serves no request.");
        (Current, _inBatch) = (null, 0);
        CollectionsMarshal.SetCount(_tokens, _known);
        return released;
    }

    /// <summary>Forgets everything.</summary>
    public void Empty()
    {
        (_known, _repeatable) = (0, 0);
        CollectionsMarshal.SetCount(_tokens, 0);
        context.Forget(sequence, 0);
    }

    private void Keep(int count)
    {
        KeepKnown(count);
        CollectionsMarshal.SetCount(_tokens, _known);
    }

    /// <summary>Cuts the memory; where it can't be cut there, it is emptied, to be read anew.</summary>
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
