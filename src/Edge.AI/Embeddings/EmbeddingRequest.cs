using System.Diagnostics;

namespace Edge.AI.Embeddings;

/// <summary>One call: texts as tokens, and the vectors that the loop computes for them, in batches that it shares with other calls.</summary>
internal sealed class EmbeddingRequest
{
    private readonly IReadOnlyList<int[]> _texts;
    private readonly float[][] _vectors;
    private readonly TaskCompletionSource<float[][]> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _queuedAt = Stopwatch.GetTimestamp();
    private long _begunAt;
    private int _taken;
    private int _computed;

    /// <param name="texts">The texts, at least one, each with at least one token.</param>
    public EmbeddingRequest(IReadOnlyList<int[]> texts)
    {
        _texts = texts;
        _vectors = new float[texts.Count][];
        TokenCount = texts.Sum(text => (long)text.Length);
    }

    /// <summary>The most calls that may wait beside this one; null for the limit of the queue.</summary>
    public int? MaxQueueLength { get; init; }

    /// <summary>The number of tokens of all texts.</summary>
    public long TokenCount { get; }

    public int TextCount => _texts.Count;

    /// <summary>Whether a text was taken into a batch.</summary>
    public bool HasBegun => Interlocked.Read(ref _begunAt) != 0;

    /// <summary>How long it waited until its first text was taken into a batch; so far, if it still waits.</summary>
    public TimeSpan QueueTime => Stopwatch.GetElapsedTime(_queuedAt, Interlocked.Read(ref _begunAt) is not 0 and var begun ? begun : Stopwatch.GetTimestamp());

    /// <summary>Whether it has failed, or its caller has left.</summary>
    public bool HasEnded => _completion.Task.IsCompleted;

    /// <summary>Whether every text was taken into a batch.</summary>
    public bool IsTaken => _taken == _texts.Count;

    /// <summary>The number of tokens of the text that <see cref="Take"/> returns next.</summary>
    public int NextLength => _texts[_taken].Length;

    /// <summary>Returns the vectors, in the order of the texts.</summary>
    public async Task<float[][]> WaitAsync(CancellationToken cancellationToken)
    {
        using var cancellation = cancellationToken.UnsafeRegister(static (request, token) => ((EmbeddingRequest)request!)._completion.TrySetCanceled(token), this);
        return await _completion.Task.ConfigureAwait(false);
    }

    /// <summary>Takes the next text. Only one thread at a time may call it.</summary>
    public EmbeddingText Take()
    {
        if (_taken == 0)
            Interlocked.Exchange(ref _begunAt, Stopwatch.GetTimestamp());
        return new(this, _taken, _texts[_taken++]);
    }

    /// <summary>Stores a vector. Only the loop's thread calls it.</summary>
    public void Complete(int index, float[] vector)
    {
        _vectors[index] = vector;
        if (++_computed == _vectors.Length)
            _completion.TrySetResult(_vectors);
    }

    public void Fail(Exception error) => _completion.TrySetException(error);
}

/// <summary>One text of a call, in a batch.</summary>
/// <param name="Request">The call.</param>
/// <param name="Index">The number of the text in its call.</param>
/// <param name="Tokens">Its tokens.</param>
internal readonly record struct EmbeddingText(EmbeddingRequest Request, int Index, int[] Tokens);
