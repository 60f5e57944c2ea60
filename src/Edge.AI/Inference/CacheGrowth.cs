using System.Diagnostics;
using Edge.AI.Gguf;
using Edge.AI.Native;
using Edge.AI.Native.Versions;
using Edge.AI.Platform;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Inference;

/// <summary>
/// Lets the key-value cache of a context grow with the conversations in it. llama.cpp writes zeros to a whole new cache. One for all sequences at their full length would make each load
/// slower, and take memory that most apps never need.
/// </summary>
/// <param name="context">The context.</param>
/// <param name="most">The tokens that all sequences may have together.</param>
/// <param name="bytesPerToken">The size of one token in the cache.</param>
/// <param name="memory">Reads how much memory there is.</param>
/// <param name="logger">Where growth is logged.</param>
internal sealed class CacheGrowth(ContextHandle context, int most, long bytesPerToken, Func<MachineMemory> memory, ILogger logger)
{
    /// <summary>The tokens that a new cache has room for, unless a batch may have more.</summary>
    public const int First = 2048;

    private const string LongRopeFactors = "rope_factors_long.weight";

    /// <summary>The tokens that the cache may have room for.</summary>
    public int Most { get; private set; } = most;

    /// <summary>Returns the settings of a small context that may grow; null if the whole cache must be allocated at once.</summary>
    /// <param name="file">The model's file.</param>
    /// <param name="model">The model.</param>
    /// <param name="whole">The settings of the whole context.</param>
    /// <param name="options">How the model is loaded.</param>
    /// <param name="hasMemory">Whether the memory lets a cache grow.</param>
    public static ContextSettings? Begin(GgufModel file, ModelHandle model, ContextSettings whole, InferenceOptions options, bool hasMemory)
    {
        var first = Math.Max(First, whole.BatchSize ?? 0);
        return hasMemory && whole.ContextSize > first && IsPossible(file, model) && !options.ReproducibleSeeds // which depend on the places in the cache
            ? whole with { ContextSize = (uint)first }
            : null;
    }

    /// <summary>Doubles the cache. False if it has its last size, or if there is not enough memory.</summary>
    public bool TryGrow()
    {
        var cells = context.Cells;
        var more = Math.Min(2 * cells, Most);
        if (more <= cells || memory().Available < BytesToGrow(cells, more))
            return false;

        var started = Stopwatch.GetTimestamp();
        if (!context.TryGrow(more))
        {
            InferenceLog.NotGrown(logger, cells, more);
            Most = cells;
            return false;
        }

        InferenceLog.Grown(logger, cells, more, Most, (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        return true;
    }

    /// <summary>The memory for the new cache, and for a copy of the old one.</summary>
    private long BytesToGrow(int cells, int more) => (cells + more) * bytesPerToken;

    /// <summary>
    /// Whether the size of the cache changes nothing but the room in it. Recurrent memory and sliding windows have other sizes of their own, and models with two lists of rope factors
    /// choose one by the length of the context (<c>llama_model::get_rope_factors</c>).
    /// </summary>
    private static bool IsPossible(GgufModel file, ModelHandle model) =>
        !model.IsRecurrent && model.SlidingWindow == 0 && file.Tensors.All(tensor => tensor.Name != LongRopeFactors);
}
