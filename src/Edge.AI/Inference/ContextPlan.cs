using Edge.AI.Common;
using Edge.AI.Gguf;
using Edge.AI.Platform;

namespace Edge.AI.Inference;

/// <summary>The number of sequences and their length: as the options say, or as model, processor and memory allow.</summary>
internal sealed record ContextPlan(int SequenceLength, int Sequences)
{
    private const int DefaultMaxLength = 8192;
    private const int DefaultMinLength = 512;
    private const int DefaultMinSequences = 4;
    private const int DefaultMaxSequences = 16;

    /// <summary>The tokens that the key-value cache has room for, of all sequences together.</summary>
    public int Cells => (int)MemoryEstimate.CellsOf(SequenceLength, Sequences);

    /// <exception cref="EdgeOptionException">The context size is larger than the model was trained for.</exception>
    /// <exception cref="ModelMemoryException">Even the smallest context that the options allow does not fit into memory.</exception>
    public static ContextPlan For(GgufModel model, InferenceOptions options, MemoryEstimate estimate, MachineMemory memory, int cores)
    {
        var trained = model.File.ContextLength!.Value;
        if (options.ContextSize > trained)
        {
            throw new EdgeOptionException(
                nameof(options.ContextSize), $"the value is {options.ContextSize} tokens, but the model was trained for {trained}.", $"Set it to {trained} or less, or leave it out.");
        }

        var length = options.ContextSize ?? Math.Min(trained, DefaultMaxLength);
        var sequences = options.MaxConcurrency ?? DefaultSequences(estimate, length, memory, cores);
        while (estimate.Of(length, sequences) > memory.Available && options.ContextSize is null && length > DefaultMinLength)
            length = Math.Max(DefaultMinLength, length - MemoryEstimate.LengthStep);

        return estimate.Of(length, sequences) <= memory.Available
            ? new(length, sequences)
            : throw new ModelMemoryException(model.File.FileName, estimate.Of(length, sequences), memory.Available, Remedy(estimate, length, sequences, memory));
    }

    /// <summary>Sequences share each pass over the weights, so more sequences than cores can pay off. Their caches get at most a quarter of the memory.</summary>
    private static int DefaultSequences(MemoryEstimate estimate, int length, MachineMemory memory, int cores)
    {
        var sequences = Math.Clamp(cores, DefaultMinSequences, DefaultMaxSequences);
        while (sequences > 1 && (estimate.CacheOf(length, sequences) > memory.Limit / 4 || estimate.Of(length, sequences) > memory.Available))
            sequences--;

        return sequences;
    }

    private static string Remedy(MemoryEstimate estimate, int length, int sequences, MachineMemory memory)
    {
        var missing = estimate.Of(length, sequences) - memory.Available;
        if (missing <= estimate.PromptCache)
            return $"Set PromptCacheBytes to {estimate.PromptCache - missing} or less (it is {estimate.PromptCache}).";
        if (estimate.Of(1, 1) - estimate.PromptCache > memory.Available)
            return $"The weights alone take {ByteSizeText.Of(estimate.Weights)}: choose a smaller model or a stronger quantization, or free memory.";

        var shorter = length;
        while (shorter > MemoryEstimate.LengthStep && estimate.Of(shorter, sequences) > memory.Available)
            shorter -= MemoryEstimate.LengthStep;
        return estimate.Of(shorter, sequences) <= memory.Available
            ? $"Set ContextSize to {shorter} or less (it is {length}), lower MaxConcurrency (it is {sequences}), or set KvCacheType to q8_0."
            : $"Lower MaxConcurrency (it is {sequences}), BatchSize or PromptCacheBytes, or leave them out.";
    }
}
