using System.Diagnostics;
using System.Runtime.CompilerServices;
using Edge.AI.Inference.Speculation;

namespace Edge.AI.Inference;

/// <summary>
/// A running request: the loop writes its tokens, and one reader reads them. A slow reader pauses only its own slot; a reader that leaves frees the slot.
/// </summary>
internal sealed class Generation(GenerationRequest request, TokenSampler sampler, Action abortDecode, Action wakeLoop)
{
    /// <summary>The most unread tokens. With more, the slot pauses.</summary>
    public const int MaxUnread = 256;

    private readonly TokenStream _tokens = new();
    private readonly int[] _prompt = request.Prompt as int[] ?? [.. request.Prompt];
    private readonly long _queuedAt = Stopwatch.GetTimestamp();
    private long _startedAt;
    private long _endedAt;
    private volatile bool _abandoned;
    private volatile bool _isInPrefill;
    private volatile bool _hasEnded;

    public GenerationRequest Request => request;

    /// <summary>The prompt's tokens.</summary>
    public ReadOnlySpan<int> Prompt => _prompt;

    /// <summary>Chooses the request's tokens. It is disposed when the request ends.</summary>
    public TokenSampler Sampler => sampler;

    /// <summary>The number of cached tokens: those of the prompt that the slot already contained. It is known when the first token arrives.</summary>
    public int CachedTokens { get; private set; }

    /// <summary>How many tokens the reader has read.</summary>
    public int ReadTokens { get; private set; }

    /// <summary>How long the request waited for a slot; so far, if it still waits.</summary>
    public TimeSpan QueueTime => Stopwatch.GetElapsedTime(_queuedAt, _startedAt == 0 ? Stopwatch.GetTimestamp() : _startedAt);

    /// <summary>How long the prefill took, from the slot to the first token; null if there was none.</summary>
    public TimeSpan? PrefillTime => FirstTokenAt == 0 ? null : Stopwatch.GetElapsedTime(_startedAt, FirstTokenAt);

    /// <summary>How long the tokens after the first one took; so far, if it still runs.</summary>
    public TimeSpan TimeAfterFirstToken => Stopwatch.GetElapsedTime(FirstTokenAt, _endedAt == 0 ? Stopwatch.GetTimestamp() : _endedAt);

    /// <summary>When the first token was generated, as a timestamp of <see cref="Stopwatch"/>; 0 if there was none.</summary>
    public long FirstTokenAt { get; private set; }

    /// <summary>How many guessed tokens were checked.</summary>
    public int DraftedTokens { get; private set; }

    /// <summary>How many guessed tokens were right.</summary>
    public int AcceptedTokens { get; private set; }

    /// <summary>Why the generation ended; null while it runs, and if it failed.</summary>
    public GenerationEnd? End { get; private set; }

    /// <summary>Whether the reader has left.</summary>
    public bool IsAbandoned => _abandoned;

    /// <summary>Whether its prompt is being processed. Then the decode is aborted when the reader leaves.</summary>
    public bool IsInPrefill
    {
        get => _isInPrefill;
        set => _isInPrefill = value;
    }

    /// <summary>The number of unread tokens.</summary>
    public int Unread => _tokens.Count;

    /// <summary>Whether there are so many unread tokens that the slot should pause.</summary>
    public bool IsBackedUp => Unread >= MaxUnread;

    /// <summary>Returns the tokens when they are generated. Leaving the loop frees the slot.</summary>
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
                    ReadTokens++;
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

    public void Start(int cachedTokens) => (CachedTokens, _startedAt) = (cachedTokens, Stopwatch.GetTimestamp());

    public void Write(int token)
    {
        if (FirstTokenAt == 0)
            FirstTokenAt = Stopwatch.GetTimestamp();
        _tokens.Write(token);
    }

    public void CountDraft(int drafted, int accepted)
    {
        if (drafted == 0)
            return;

        DraftedTokens += drafted;
        AcceptedTokens += accepted;
        SpeculationMeter.Checked(drafted, accepted);
    }

    public void Complete(GenerationEnd end)
    {
        End = end;
        EndStream(error: null);
    }

    public void Fail(Exception error) => EndStream(error);

    private void EndStream(Exception? error)
    {
        _endedAt = Stopwatch.GetTimestamp();
        _hasEnded = true;
        sampler.Dispose();
        _tokens.Complete(error);
    }
}
