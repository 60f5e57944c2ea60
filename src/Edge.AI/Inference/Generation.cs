using System.Runtime.CompilerServices;

namespace Edge.AI.Inference;

/// <summary>
/// A request on its way: the loop writes its tokens, one reader takes them. A reader that falls behind pauses its own slot,
/// nobody else's; one that stops reading frees the slot.
/// </summary>
internal sealed class Generation(GenerationRequest request, TokenSampler sampler, Action abortDecode, Action wakeLoop)
{
    /// <summary>Tokens that may wait for the reader before its slot pauses.</summary>
    public const int MaxUnread = 256;

    private readonly TokenStream _tokens = new();
    private readonly int[] _prompt = request.Prompt as int[] ?? [.. request.Prompt];
    private volatile bool _abandoned;
    private volatile bool _isInPrefill;
    private volatile bool _hasEnded;

    public GenerationRequest Request => request;

    /// <summary>The prompt's tokens.</summary>
    public ReadOnlySpan<int> Prompt => _prompt;

    /// <summary>Chooses this request's tokens; the loop frees it when the request ends.</summary>
    public TokenSampler Sampler => sampler;

    /// <summary>How many of the prompt's tokens were in the slot already. Known once the first token arrives.</summary>
    public int CachedTokens { get; private set; }

    /// <summary>Why it ended; null until it did, and where it failed.</summary>
    public GenerationEnd? End { get; private set; }

    /// <summary>Whether nobody reads any more.</summary>
    public bool IsAbandoned => _abandoned;

    /// <summary>Whether what is decoded for it at the moment is its prompt: worth aborting when nobody wants the answer any more.</summary>
    public bool IsInPrefill
    {
        get => _isInPrefill;
        set => _isInPrefill = value;
    }

    /// <summary>Tokens that wait for the reader.</summary>
    public int Unread => _tokens.Count;

    /// <summary>Whether the reader is so far behind that the slot should pause.</summary>
    public bool IsBackedUp => Unread >= MaxUnread;

    /// <summary>The tokens as they come. Leaving the enumeration, by whatever way, gives the slot back.</summary>
    public async IAsyncEnumerable<int> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var cancellation = cancellationToken.UnsafeRegister(static tokens => ((TokenStream)tokens!).Nudge(), _tokens);
        try
        {
            do
            {
                cancellationToken.ThrowIfCancellationRequested();
                while (_tokens.TryRead(out var token, out var left))
                {
                    if (left == MaxUnread / 2)
                        wakeLoop();
                    yield return token;
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }
            while (await _tokens.WaitAsync().ConfigureAwait(false));
        }
        finally
        {
            Abandon();
        }
    }

    public void Abandon()
    {
        _abandoned = true;
        if (_hasEnded)
            return;

        if (_isInPrefill)
            abortDecode();
        wakeLoop();
    }

    public void Start(int cachedTokens) => CachedTokens = cachedTokens;

    public void Write(int token) => _tokens.Write(token);

    public void Complete(GenerationEnd end)
    {
        End = end;
        EndStream(error: null);
    }

    public void Fail(Exception error) => EndStream(error);

    private void EndStream(Exception? error)
    {
        _hasEnded = true;
        sampler.Dispose();
        _tokens.Complete(error);
    }
}
