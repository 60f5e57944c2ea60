using System.Runtime.InteropServices;
using Edge.AI.Native.Structs;

namespace Edge.AI.Native;

/// <summary>The tokens of one decode, from any number of sequences. Only one thread may use it.</summary>
internal sealed unsafe class NativeBatch : SafeHandle
{
    private LlamaBatch _batch;

    public NativeBatch(int capacity)
        : base(0, ownsHandle: true)
    {
        _batch = LlamaApi.BatchInit(capacity, embeddingSize: 0, maxSequencesPerToken: 1);
        SetHandle((nint)_batch.Tokens);
        Capacity = capacity;
    }

    public override bool IsInvalid => handle == 0;

    public int Capacity { get; }

    public int Count => _batch.TokenCount;

    public int Room => Capacity - Count;

    internal LlamaBatch Value => _batch;

    public void Clear() => _batch.TokenCount = 0;

    /// <summary>Appends a token and returns its index in the batch.</summary>
    public int Add(int token, int position, int sequence, bool wantsLogits)
    {
        if (Room == 0)
            throw new InvalidOperationException($"A batch of {Capacity} tokens is full.");

        var index = _batch.TokenCount++;
        _batch.Tokens[index] = token;
        _batch.Positions[index] = position;
        _batch.SequenceCounts[index] = 1;
        _batch.SequenceIds[index][0] = sequence;
        _batch.WantsLogits[index] = wantsLogits ? (byte)1 : (byte)0;
        return index;
    }

    protected override bool ReleaseHandle()
    {
        LlamaApi.BatchFree(_batch);
        return true;
    }
}
