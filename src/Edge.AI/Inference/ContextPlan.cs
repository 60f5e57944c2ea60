using System.Globalization;
using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>How many sequences of what length the context gets: as asked, or what suits model and memory.</summary>
internal sealed record ContextPlan(int SequenceLength, int Sequences)
{
    private const int DefaultMaxLength = 8192;
    private const int DefaultSequences = 4;

    public static ContextPlan For(ModelHandle model, InferenceOptions options)
    {
        var trained = model.TrainedContextLength > 0 ? model.TrainedContextLength : DefaultMaxLength;
        if (options.ContextSize > trained)
        {
            throw new EdgeOptionException(
                nameof(options.ContextSize), $"{options.ContextSize} tokens are asked for, the model was trained for {trained}.", $"Set it to {trained} or less, or leave it out.");
        }

        var length = options.ContextSize ?? Math.Min(trained, DefaultMaxLength);
        if (options.MaxConcurrency is { } sequences)
            return new(length, sequences);

        // llama.cpp allocates the whole cache when it starts; a quarter of the memory is as much as nobody asked for.
        var affordable = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 / Math.Max(1, KvBytesPerToken(model) * length);
        return new(length, (int)Math.Clamp(affordable, 1, DefaultSequences));
    }

    /// <summary>Keys and values in 16 bits for every layer; an upper bound where some layers keep less.</summary>
    private static long KvBytesPerToken(ModelHandle model)
    {
        var layers = Number("block_count");
        var heads = Math.Max(1, Number("attention.head_count"));
        var kvHeads = Number("attention.head_count_kv") is > 0 and var count ? count : heads;
        var headLength = Number("attention.key_length") is > 0 and var given ? given : Number("embedding_length") / heads;
        return 2 * sizeof(ushort) * layers * kvHeads * headLength;

        long Number(string key) =>
            long.TryParse(model.Metadata($"{model.Metadata("general.architecture")}.{key}"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : 0;
    }
}
