using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Edge.AI.Native.Versions;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Native;

/// <summary>The weights of a model: <c>llama_model *</c>.</summary>
internal sealed class ModelHandle : SafeHandle
{
    private ModelHandle(nint model)
        : base(0, ownsHandle: true) => SetHandle(model);

    public override bool IsInvalid => handle == 0;

    /// <summary>Loads the weights, and blocks until they are loaded.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">How it is loaded.</param>
    /// <param name="logger">Receives the native log.</param>
    /// <param name="cancellationToken">Cancels loading.</param>
    /// <param name="progress">Receives the loaded fraction of the weights, on this thread. It must not throw.</param>
    /// <exception cref="ModelLoadException">llama.cpp refused the file.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled during loading.</exception>
    public static unsafe ModelHandle Load(string path, ModelSettings settings, ILogger logger, CancellationToken cancellationToken, IProgress<float>? progress = null)
    {
        using var log = NativeLog.Capture(logger);
        var watch = GCHandle.Alloc(new LoadWatch(progress, cancellationToken));
        try
        {
            var model = NativeRuntime.Current.Version.LoadModel(path, settings, &GoesOn, (void*)GCHandle.ToIntPtr(watch));
            if (model != 0)
                return new(model);

            cancellationToken.ThrowIfCancellationRequested();
            throw new ModelLoadException(path, log.LastErrors);
        }
        finally
        {
            watch.Free();
        }
    }

    /// <summary>Loads an adapter for this model. The model owns it.</summary>
    /// <exception cref="ModelLoadException">llama.cpp refused the file.</exception>
    public AdapterHandle LoadAdapter(string path, ILogger logger)
    {
        using var log = NativeLog.Capture(logger);
        var adapter = LlamaApi.AdapterLoad(this, path);
        return adapter != 0 ? new(adapter) : throw new ModelLoadException(path, log.LastErrors);
    }

    /// <summary>The longest context that the model was trained for, in tokens.</summary>
    public int TrainedContextLength => LlamaApi.ModelTrainedContextLength(this);

    /// <summary>The number of numbers in an embedding.</summary>
    public int EmbeddingLength => LlamaApi.ModelEmbeddingLength(this);

    /// <summary>Whether tokens can be generated; encoders such as BERT only embed.</summary>
    public bool Generates => LlamaApi.ModelHasDecoder(this) && !LlamaApi.ModelHasEncoder(this);

    /// <summary>Whether at least a part of its memory is one state per sequence, which cannot be truncated.</summary>
    public bool IsRecurrent => LlamaApi.ModelIsRecurrent(this) || LlamaApi.ModelIsHybrid(this);

    /// <summary>The size of the sliding window of some layers, in tokens; 0 if all layers attend to all tokens.</summary>
    public int SlidingWindow => LlamaApi.ModelSlidingWindow(this);

    /// <summary>The Jinja chat template of the GGUF; null if it has none. It is read from the metadata, because for some models without a template <c>llama_model_chat_template</c> returns the name of a built-in template, which is not Jinja.</summary>
    public string? ChatTemplate => Template("tokenizer.chat_template");

    /// <summary>The Jinja chat template of the GGUF for conversations with tools; null if it has none.</summary>
    public string? ToolTemplate => Template("tokenizer.chat_template.tool_use");

    /// <summary>A scalar value of the GGUF's metadata as text; null if it is missing.</summary>
    public unsafe string? Metadata(string key)
    {
        var length = LlamaApi.ModelMetadataValue(this, key, buffer: null, bufferSize: 0);
        if (length < 0)
            return null;

        var buffer = new byte[length + 1]; // the callee writes a terminating zero
        fixed (byte* start = buffer)
            _ = LlamaApi.ModelMetadataValue(this, key, start, (nuint)buffer.Length);

        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    private string? Template(string key) => Metadata(key) is { Length: > 0 } source ? source : null;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static unsafe byte GoesOn(float fraction, void* watch)
    {
        var (progress, cancellationToken) = (LoadWatch)GCHandle.FromIntPtr((nint)watch).Target!;
        progress?.Report(fraction);
        return cancellationToken.IsCancellationRequested || NativeGate.IsClosed ? (byte)0 : (byte)1;
    }

    protected override bool ReleaseHandle()
    {
        LlamaApi.ModelFree(handle);
        return true;
    }

    private sealed record LoadWatch(IProgress<float>? Progress, CancellationToken CancellationToken);
}
