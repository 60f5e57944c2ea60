using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Native;

/// <summary>The working state of a model: <c>llama_context *</c>. It keeps the model's handle alive.</summary>
internal sealed class ContextHandle : SafeHandle
{
    private readonly ModelHandle _model;

    private ContextHandle(nint context, ModelHandle model)
        : base(0, ownsHandle: true)
    {
        _model = model;
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

    /// <summary>Forgets the tokens of a sequence from a position on; false if this kind of memory can't be cut there.</summary>
    public bool Forget(int sequence, int from) => LlamaApi.MemoryRemove(LlamaApi.ContextMemory(this), sequence, from, -1);

    /// <summary>Decodes a batch; null means success.</summary>
    public GenerationException? Decode(NativeBatch batch) => ToException(LlamaApi.Decode(this, batch.Value));

    /// <summary>What <c>llama_decode</c> returned, as an exception, or null for success (llama.h documents each status).</summary>
    internal static GenerationException? ToException(int status) => status switch
    {
        0 => null,
        1 => new("llama.cpp found no room in its key-value cache for the batch.", status),
        2 => new("Decoding was aborted.", status),
        -1 => new("llama.cpp refused the batch as invalid.", status),
        _ => new($"llama.cpp failed to decode the batch (status {status}).", status),
    };

    protected override bool ReleaseHandle()
    {
        LlamaApi.ContextFree(handle);
        _model.DangerousRelease();
        return true;
    }
}
