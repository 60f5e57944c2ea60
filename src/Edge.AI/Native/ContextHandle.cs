using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Edge.AI.Native.Versions;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Native;

/// <summary>The working state of a model: <c>llama_context *</c>. It keeps the model's handle alive.</summary>
internal sealed unsafe class ContextHandle : SafeHandle
{
    /// <summary>The status of a decode without enough room in the key-value cache.</summary>
    public const int NoRoom = 1;

    /// <summary>The status of a decode that was aborted with <see cref="Abort"/>.</summary>
    public const int Aborted = 2;

    private readonly ModelHandle _model;
    private readonly ContextSettings _settings;
    private readonly AbortSignal[] _abort = GC.AllocateArray<AbortSignal>(1, pinned: true); // managed memory, because Abort may be called after the context was freed

    private readonly ComputePools _pools = new();
    private bool _arePoolsSet;
    private IReadOnlyList<(AdapterHandle Adapter, float Scale)> _adapters = [];

    private ContextHandle(nint context, ModelHandle model, ContextSettings settings)
        : base(0, ownsHandle: true)
    {
        (_model, _settings) = (model, settings);
        IsRecurrent = model.IsRecurrent;
        CanUndo = !IsRecurrent;
        SetHandle(context);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Allocates the key-value cache and the compute buffers.</summary>
    /// <exception cref="ModelLoadException">llama.cpp could not create the context.</exception>
    public static ContextHandle Create(ModelHandle model, ContextSettings settings, string path, ILogger logger)
    {
        var keepsModel = false;
        using var log = NativeLog.Capture(logger);
        try
        {
            model.DangerousAddRef(ref keepsModel);
            var context = NativeRuntime.Current.Version.CreateContext(model, settings);
            if (context == 0)
                throw new ModelLoadException(path, log.LastErrors);

            keepsModel = false; // from now on the new handle releases it
            return new(context, model, settings);
        }
        finally
        {
            if (keepsModel)
                model.DangerousRelease();
        }
    }

    /// <summary>Applies adapters, each with its scale.</summary>
    public unsafe void Apply(IReadOnlyList<(AdapterHandle Adapter, float Scale)> adapters)
    {
        fixed (nint* handles = adapters.Select(each => each.Adapter.Value).ToArray())
        fixed (float* scales = adapters.Select(each => each.Scale).ToArray())
        {
            var status = LlamaApi.ContextSetAdapters(this, handles, (nuint)adapters.Count, scales);
            if (status != 0)
                throw new GenerationException("llama.cpp could not apply the adapters.", status);
        }

        _adapters = adapters;
    }

    /// <summary>The tokens that its key-value cache has room for, of all sequences together.</summary>
    public int Cells => (int)LlamaApi.ContextCells(this);

    /// <summary>Replaces its key-value cache with a larger one that has all sequences. If llama.cpp cannot do that or memory is missing, it returns false, and nothing has changed.</summary>
    /// <param name="cells">The tokens that the new cache has room for.</param>
    public bool TryGrow(int cells) => TryWithState((state, size) =>
        NativeRuntime.Current.Version.CreateContext(_model, _settings with { ContextSize = (uint)cells }) is not 0 and var larger && TryMoveTo(larger, (byte*)state, size));

    /// <summary>The size of the saved state of all sequences, in bytes.</summary>
    public long StateSize => (long)LlamaApi.StateSize(this);

    /// <summary>
    /// Puts the tokens of each sequence next to each other in its key-value cache. If they are in order already, or if the cache has another layout, it returns false, and nothing has changed.
    /// If llama.cpp refuses the state, it returns false, and sequences have lost tokens.
    /// </summary>
    public bool TrySortCells() => TryWithState((state, size) =>
        size <= int.MaxValue && SavedCells.TrySort(new((byte*)state, (int)size), MaxSequences) && LlamaApi.StateSet(this, (byte*)state, size) == size);

    /// <summary>The most tokens of a sequence.</summary>
    public int SequenceLength => (int)LlamaApi.ContextSequenceLength(this);

    /// <summary>The most tokens of a batch.</summary>
    public int BatchSize => (int)LlamaApi.ContextBatchSize(this);

    /// <summary>The number of sequences.</summary>
    public int MaxSequences => (int)LlamaApi.ContextMaxSequences(this);

    /// <summary>Whether at least a part of its memory is one state per sequence, which cannot be truncated.</summary>
    public bool IsRecurrent { get; }

    /// <summary>Whether a sequence can be truncated at any position.</summary>
    public bool CanCutAnywhere => !IsRecurrent && _model.SlidingWindow == 0;

    /// <summary>Whether the last tokens of a sequence can be removed. Recurrent memory cannot do that; other kinds of memory show it with the first <see cref="TryUndo"/>.</summary>
    public bool CanUndo { get; private set; }

    private nint Memory => LlamaApi.ContextMemory(this);

    /// <summary>Forgets all sequences. Encoders have no memory.</summary>
    public void ForgetAll()
    {
        if (Memory is not 0 and var memory)
            LlamaApi.MemoryClear(memory, data: false);
    }

    /// <summary>The pooled embedding of a sequence of the last batch, until the next decode; empty if there is none.</summary>
    public ReadOnlySpan<float> Embedding(int sequence) => LlamaApi.ContextEmbedding(this, sequence) is var numbers && numbers is not null ? new(numbers, _model.EmbeddingLength) : default;

    /// <summary>Evicts the tokens of a sequence from a position on; false if this kind of memory cannot be truncated there.</summary>
    public bool Forget(int sequence, int from) => LlamaApi.MemoryRemove(Memory, sequence, from, -1);

    /// <summary>The number of tokens in a sequence, including those that a sliding window has evicted.</summary>
    public int SequenceEnd(int sequence) => LlamaApi.MemoryLastPosition(Memory, sequence) + 1;

    /// <summary>
    /// Truncates a sequence to its first tokens. If that is not possible, it returns false, and the sequence must be evicted. Recurrent memory cannot be truncated, and a sliding
    /// window may have evicted tokens that would be needed again.
    /// </summary>
    public bool TryCut(int sequence, int length) => Forget(sequence, length) && IsWhole(sequence, length);

    /// <summary>Removes the last tokens of a sequence, like <see cref="TryCut"/>. If that is not possible, it will not be tried again.</summary>
    public bool TryUndo(int sequence, int length) => CanUndo = TryCut(sequence, length);

    /// <summary>Makes an evicted sequence share the first tokens of another sequence of the length <paramref name="sourceLength"/>.</summary>
    public bool TryCopy(int source, int target, int length, int sourceLength)
    {
        if (IsRecurrent && length != sourceLength)
            return false; // a recurrent state describes only its last token

        LlamaApi.MemoryCopy(Memory, source, target, 0, length);
        if (IsWhole(target, length))
            return true;

        Forget(target, 0);
        return false;
    }

    /// <summary>Returns the size of the saved state of a sequence, in bytes.</summary>
    public long SequenceStateSize(int sequence) => (long)LlamaApi.StateSequenceSize(this, sequence);

    /// <summary>Saves the state of a sequence; null if llama.cpp cannot save it.</summary>
    public byte[]? SaveSequence(int sequence)
    {
        var state = GC.AllocateUninitializedArray<byte>((int)Math.Min(SequenceStateSize(sequence), Array.MaxLength));
        fixed (byte* start = state)
            return LlamaApi.StateSequenceGet(this, start, (nuint)state.Length, sequence) == (nuint)state.Length ? state : null;
    }

    /// <summary>Restores a saved state of a number of tokens into an evicted sequence; false if there is no room for it, or if it does not end there.</summary>
    public bool TryRestoreSequence(int sequence, ReadOnlySpan<byte> state, int length)
    {
        fixed (byte* start = state)
        {
            if (LlamaApi.StateSequenceSet(this, start, (nuint)state.Length, sequence) == (nuint)state.Length && SequenceEnd(sequence) == length)
                return true;
        }

        Forget(sequence, 0);
        return false;
    }

    /// <summary>Aborts the running decode, or the next one before <see cref="ForgetAbort"/>, if it is abortable. Any thread may call it.</summary>
    public void Abort() => Volatile.Write(ref _abort[0].IsSet, true);

    /// <summary>Clears earlier calls of <see cref="Abort"/>.</summary>
    public void ForgetAbort() => Volatile.Write(ref _abort[0].IsSet, false);

    /// <summary>The number of threads that compute batches of one token.</summary>
    public int Threads => LlamaApi.ContextThreads(this);

    /// <summary>The number of threads that compute longer batches.</summary>
    public int BatchThreads => LlamaApi.ContextBatchThreads(this);

    /// <summary>Sets how many threads compute batches of one token and longer batches.</summary>
    public void SetThreads(int threads, int batchThreads)
    {
        LlamaApi.ContextSetThreads(this, threads, batchThreads);
        _arePoolsSet = false;
    }

    /// <summary>Decodes a batch; null means success.</summary>
    /// <param name="batch">The tokens.</param>
    /// <param name="abortable">Whether <see cref="Abort"/> has an effect. If not, and without a deadline, no node of the graph checks for it.</param>
    /// <param name="deadline">The time after which the decode is aborted; null for none.</param>
    public GenerationException? Decode(NativeBatch batch, bool abortable = false, TimeSpan? deadline = null)
    {
        if (!_arePoolsSet)
            _pools.Attach(this, Threads, BatchThreads);
        _arePoolsSet = true;
        _abort[0].Deadline = deadline is { } time ? Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency) : long.MaxValue;
        LlamaApi.ContextSetAbortCallback(this, abortable || deadline is not null ? &IsAborted : null, (void*)Marshal.UnsafeAddrOfPinnedArrayElement(_abort, 0));
        var status = LlamaApi.Decode(this, batch.Value);
        NativeLog.IsAborting = false;
        return ToException(status);
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
        _pools.Free();
        _model.DangerousRelease();
        return true;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte IsAborted(void* signal)
    {
        ref var abort = ref *(AbortSignal*)signal;
        NativeLog.IsAborting = NativeGate.IsClosed || Volatile.Read(ref abort.IsSet) || (abort.Deadline != long.MaxValue && Stopwatch.GetTimestamp() > abort.Deadline);
        return NativeLog.IsAborting ? (byte)1 : (byte)0;
    }

    /// <summary>Saves the state of all sequences, and lets <paramref name="use"/> do something with it. False if memory is missing, or if llama.cpp cannot save it.</summary>
    private bool TryWithState(Func<nint, nuint, bool> use)
    {
        byte* state = null;
        try
        {
            var size = LlamaApi.StateSize(this);
            state = (byte*)NativeMemory.Alloc(size);
            return LlamaApi.StateGet(this, state, size) == size && use((nint)state, size);
        }
        catch (OutOfMemoryException)
        {
            return false;
        }
        finally
        {
            NativeMemory.Free(state);
        }
    }

    private bool TryMoveTo(nint larger, byte* state, nuint size)
    {
        var (smaller, threads, batchThreads) = (handle, Threads, BatchThreads);
        SetHandle(larger);
        if (LlamaApi.StateSet(this, state, size) != size)
        {
            SetHandle(smaller);
            LlamaApi.ContextFree(larger);
            return false;
        }

        LlamaApi.ContextFree(smaller);
        SetThreads(threads, batchThreads);
        Apply(_adapters);
        return true;
    }

    /// <summary>Whether a sequence has the right end, and contains all tokens that the next token attends to. A sliding window may have evicted them.</summary>
    private bool IsWhole(int sequence, int length) => SequenceEnd(sequence) == length
        && (_model.SlidingWindow == 0 || LlamaApi.MemoryFirstPosition(Memory, sequence) <= Math.Max(0, length - _model.SlidingWindow));

    /// <summary>What a running decode looks at to find out whether it should end.</summary>
    private struct AbortSignal
    {
        public bool IsSet;
        public long Deadline;
    }
}
