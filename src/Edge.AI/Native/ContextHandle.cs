using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Edge.AI.Native.Structs;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Native;

/// <summary>The working state of a model: <c>llama_context *</c>. It keeps the model's handle alive.</summary>
internal sealed unsafe class ContextHandle : SafeHandle
{
    /// <summary>The status of a decode whose tokens found no room in the memory.</summary>
    public const int NoRoom = 1;

    /// <summary>The status of a decode that <see cref="Abort"/> ended.</summary>
    public const int Aborted = 2;

    private readonly ModelHandle _model;
    private readonly byte[] _abort = GC.AllocateArray<byte>(1, pinned: true); // managed, as somebody may abort after the context was freed

    private ContextHandle(nint context, ModelHandle model)
        : base(0, ownsHandle: true)
    {
        _model = model;
        IsRecurrent = model.IsRecurrent;
        SetHandle(context);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Allocates the key-value cache and the compute buffers.</summary>
    /// <exception cref="ModelLoadException">llama.cpp could not.</exception>
    public static ContextHandle Create(ModelHandle model, LlamaContextParams parameters, string path, ILogger logger)
    {
        var keepsModel = false;
        using var log = NativeLog.Capture(logger);
        try
        {
            model.DangerousAddRef(ref keepsModel);
            var context = LlamaApi.ContextInit(model, parameters);
            if (context == 0)
                throw new ModelLoadException(path, log.LastErrors);

            keepsModel = false; // from here on the new handle gives it back
            return new(context, model);
        }
        finally
        {
            if (keepsModel)
                model.DangerousRelease();
        }
    }

    /// <summary>Lets adapters change the weights, each with its scale.</summary>
    public unsafe void Apply(IReadOnlyList<(AdapterHandle Adapter, float Scale)> adapters)
    {
        fixed (nint* handles = adapters.Select(each => each.Adapter.Value).ToArray())
        fixed (float* scales = adapters.Select(each => each.Scale).ToArray())
        {
            var status = LlamaApi.ContextSetAdapters(this, handles, (nuint)adapters.Count, scales);
            if (status != 0)
                throw new GenerationException("llama.cpp could not apply the adapters.", status);
        }
    }

    /// <summary>How many tokens one sequence can hold.</summary>
    public int SequenceLength => (int)LlamaApi.ContextSequenceLength(this);

    /// <summary>How many tokens one batch can hold.</summary>
    public int BatchSize => (int)LlamaApi.ContextBatchSize(this);

    /// <summary>How many sequences it holds.</summary>
    public int MaxSequences => (int)LlamaApi.ContextMaxSequences(this);

    /// <summary>Whether its memory is, at least in part, one state per sequence, which can't go back to an earlier token.</summary>
    public bool IsRecurrent { get; }

    private nint Memory => LlamaApi.ContextMemory(this);

    /// <summary>Forgets the tokens of a sequence from a position on; false if this kind of memory can't be cut there.</summary>
    public bool Forget(int sequence, int from) => LlamaApi.MemoryRemove(Memory, sequence, from, -1);

    /// <summary>How many tokens of a sequence the memory has taken, the forgotten ones of a sliding window included.</summary>
    public int SequenceEnd(int sequence) => LlamaApi.MemoryLastPosition(Memory, sequence) + 1;

    /// <summary>
    /// Cuts a sequence to its first tokens. False if that can't be: then the memory holds something else, and the sequence has to be
    /// forgotten. Recurrent memory can't go back, and a sliding window may have let go of what is needed again.
    /// </summary>
    public bool TryCut(int sequence, int length) => Forget(sequence, length) && IsWhole(sequence, length);

    /// <summary>Lets a sequence that was forgotten share the first tokens of another one, which holds <paramref name="sourceLength"/>.</summary>
    public bool TryCopy(int source, int target, int length, int sourceLength)
    {
        if (IsRecurrent && length != sourceLength)
            return false; // a recurrent state knows its last token only

        LlamaApi.MemoryCopy(Memory, source, target, 0, length);
        if (IsWhole(target, length))
            return true;

        Forget(target, 0);
        return false;
    }

    /// <summary>How many bytes a copy of a sequence takes.</summary>
    public long SequenceStateSize(int sequence) => (long)LlamaApi.StateSequenceSize(this, sequence);

    /// <summary>A copy of what the memory holds of a sequence; null if llama.cpp can't make one.</summary>
    public byte[]? SaveSequence(int sequence)
    {
        var state = GC.AllocateUninitializedArray<byte>((int)Math.Min(SequenceStateSize(sequence), Array.MaxLength));
        fixed (byte* start = state)
            return LlamaApi.StateSequenceGet(this, start, (nuint)state.Length, sequence) == (nuint)state.Length ? state : null;
    }

    /// <summary>Makes a copy the content of a sequence that was forgotten; false if there is no room for it.</summary>
    public bool TryRestoreSequence(int sequence, ReadOnlySpan<byte> state)
    {
        fixed (byte* start = state)
        {
            if (LlamaApi.StateSequenceSet(this, start, (nuint)state.Length, sequence) == (nuint)state.Length)
                return true;
        }

        Forget(sequence, 0);
        return false;
    }

    /// <summary>Ends the decode under way, or the next one before <see cref="ForgetAbort"/>, if it is abortable. From any thread.</summary>
    public void Abort() => Volatile.Write(ref _abort[0], 1);

    /// <summary>Makes an <see cref="Abort"/> so far go past.</summary>
    public void ForgetAbort() => Volatile.Write(ref _abort[0], 0);

    /// <summary>Decodes a batch; null means success.</summary>
    /// <param name="batch">The tokens.</param>
    /// <param name="abortable">Whether <see cref="Abort"/> ends it. Where not, the question is not asked: it is asked at every node of the graph.</param>
    public GenerationException? Decode(NativeBatch batch, bool abortable = false)
    {
        LlamaApi.ContextSetAbortCallback(this, abortable ? &IsAborted : null, (void*)Marshal.UnsafeAddrOfPinnedArrayElement(_abort, 0));
        return ToException(LlamaApi.Decode(this, batch.Value));
    }

    /// <summary>What <c>llama_decode</c> returned, as an exception, or null for success (llama.h documents each status).</summary>
    internal static GenerationException? ToException(int status) => status switch
    {
        0 => null,
        NoRoom => new("The key-value cache has no room for the batch.", status),
        Aborted => new("Decoding was aborted.", status),
        -1 => new("llama.cpp refused the batch as invalid.", status),
        _ => new($"llama.cpp failed to decode the batch (status {status}).", status),
    };

    protected override bool ReleaseHandle()
    {
        LlamaApi.ContextFree(handle);
        _model.DangerousRelease();
        return true;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte IsAborted(void* flag) => NativeGate.IsClosed ? (byte)1 : Volatile.Read(ref *(byte*)flag);

    /// <summary>Whether a sequence ends where it should, and all the tokens are there that the next one looks at: a window may have passed all that was left of it.</summary>
    private bool IsWhole(int sequence, int length) => SequenceEnd(sequence) == length
        && (_model.SlidingWindow == 0 || LlamaApi.MemoryFirstPosition(Memory, sequence) <= Math.Max(0, length - _model.SlidingWindow));
}
