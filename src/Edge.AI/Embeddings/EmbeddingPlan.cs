using Edge.AI.Gguf;
using Edge.AI.Inference;
using Edge.AI.Platform;

namespace Edge.AI.Embeddings;

/// <summary>The sizes of a context that embeds: as the options say, or as model and memory allow.</summary>
/// <param name="TextLength">The most tokens of a text.</param>
/// <param name="BatchLength">The most tokens of a batch. An encoder computes all tokens of a batch at once.</param>
/// <param name="MaxTexts">The most texts of a batch.</param>
internal sealed record EmbeddingPlan(int TextLength, int BatchLength, int MaxTexts)
{
    private const int DefaultMaxLength = 2048;
    private const int DefaultMinLength = 512;
    private const int LengthStep = 256;
    private const int MostTexts = 128; // llama.cpp allows 256

    /// <exception cref="EdgeOptionException">The context size is larger than the model was trained for.</exception>
    /// <exception cref="ModelMemoryException">Even the smallest context that the options allow does not fit into memory.</exception>
    public static EmbeddingPlan For(GgufModel model, InferenceOptions options, MemoryEstimate estimate, MachineMemory memory)
    {
        var trained = model.File.ContextLength!.Value;
        if (options.ContextSize > trained)
        {
            throw new EdgeOptionException(
                nameof(options.ContextSize), $"the value is {options.ContextSize} tokens, but the model was trained for {trained}.", $"Set it to {trained} or less, or leave it out.");
        }

        var plan = WithLength(options.ContextSize ?? Math.Min(trained, DefaultMaxLength), options);
        while (plan.Memory(model.File, estimate) > memory.Available && options.ContextSize is null && plan.TextLength > DefaultMinLength)
            plan = WithLength(Math.Max(DefaultMinLength, plan.TextLength - LengthStep), options);

        return plan.Memory(model.File, estimate) <= memory.Available
            ? plan
            : throw new ModelMemoryException(
                model.File.FileName, plan.Memory(model.File, estimate), memory.Available, $"Set ContextSize below {plan.TextLength} and BatchSize below {plan.BatchLength}, choose a smaller model, or free memory.");
    }

    /// <summary>The memory that the model needs, in bytes.</summary>
    public long Memory(GgufFile header, MemoryEstimate estimate)
    {
        long vocabulary = header.VocabularySize ?? 0;
        long width = header.EmbeddingLength ?? 0;
        long heads = header.HeadCount?.Max ?? 0;
        var inner = header.Metadata.FindLayerCounts($"{header.Architecture}.feed_forward_length", header.BlockCount)?.Max ?? 4 * width;

        // llama.cpp reserves logits for each token, though only models that also generate text compute them.
        var output = BatchLength * (vocabulary + width) * sizeof(float);
        var layer = BatchLength * (8 * width + 2 * inner) * sizeof(float);
        var scores = BatchLength * (heads + 1) * BatchLength * sizeof(float);
        return estimate.Weights + estimate.CacheOf(BatchLength, sequences: 1) + output + layer + scores + MemoryEstimate.VocabularyOf(vocabulary);
    }

    private static EmbeddingPlan WithLength(int length, InferenceOptions options)
    {
        var batch = Math.Max(length, options.BatchSize);
        return batch <= MostTexts
            ? new(length, batch, batch)
            : new(length, (batch + MostTexts - 1) / MostTexts * MostTexts, MostTexts); // llama.cpp stops the process at an assertion if the sequences do not divide the batch
    }
}
