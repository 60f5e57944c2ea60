using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Edge.AI.Inference;

/// <summary>
/// A request on its way: the loop writes its tokens, one reader takes them. A reader that falls behind pauses its own slot,
/// nobody else's; one that stops reading frees the slot.
/// </summary>
internal sealed class Generation(GenerationRequest request, TokenSampler sampler, Action abortDecode, Action wakeLoop)
{
    /// <summary>Tokens that may wait for the reader before its slot pauses.</summary>
    public const int MaxUnread = 256;

    private readonly Channel<int> _tokens = Channel.CreateUnbounded<int>(new() { SingleReader = true, SingleWriter = true });
    private int _unread;
    private readonly int[] _prompt = request.Prompt as int[] ?? [.. request.Prompt];
    private volatile bool _abandoned;
    private volatile bool _isReading;

    public GenerationRequest Request => request;

    /// <summary>The prompt's tokens.</summary>
    public ReadOnlySpan<int> Prompt => _prompt;

    /// <summary>Chooses this request's tokens; the loop frees it when the request ends.</summary>
    public TokenSampler Sampler => sampler;

    /// <summary>How many of the prompt's tokens were in the slot already. Known once the first token arrives.</summary>
    public int CachedTokens { get; private set; }

    /// <summary>Why it ended; null until it did.</summary>
    public GenerationEnd? End { get; private set; }

    /// <summary>Whether nobody reads any more.</summary>
    public bool IsAbandoned => _abandoned;

    /// <summary>Whether what is decoded for it at the moment is its prompt: worth aborting when nobody wants the answer any more.</summary>
    public bool IsReading
    {
        get => _isReading;
        set => _isReading = value;
    }

    /// <summary>Tokens that wait for the reader.</summary>
    public int Unread => Volatile.Read(ref _unread);

    /// <summary>Whether the reader is so far behind that the slot should pause.</summary>
    public bool IsBackedUp => Unread >= MaxUnread;

    /// <summary>The tokens as they come. Leaving the enumeration, by whatever way, gives the slot back.</summary>
    public async IAsyncEnumerable<int> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            while (await _tokens.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (_tokens.Reader.TryRead(out var token))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (Interlocked.Decrement(ref _unread) == MaxUnread / 2)
                        wakeLoop();
                    yield return token;
                }
            }
        }
        finally
        {
            Abandon();
        }
    }

    public void Abandon()
    {
        _abandoned = true;
        if (End is not null)
            return;

        if (_isReading)
            abortDecode();
        wakeLoop();
    }

    public void Start(int cachedTokens) => CachedTokens = cachedTokens;

    public void Write(int token)
    {
        Interlocked.Increment(ref _unread);
        _tokens.Writer.TryWrite(token); // an unbounded channel refuses only after Complete, which the same thread calls last
    }

    public void Complete(GenerationEnd end)
    {
        End = end;
        sampler.Dispose();
        _tokens.Writer.TryComplete();
    }

    public void Fail(Exception error)
    {
        sampler.Dispose();
        _tokens.Writer.TryComplete(error);
    }
}
