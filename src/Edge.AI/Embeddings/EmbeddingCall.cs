using Microsoft.Extensions.AI;

namespace Edge.AI.Embeddings;

/// <summary>The options of one call, validated once.</summary>
/// <param name="Model">The model.</param>
/// <param name="Prefix">The text before each text of the call; null for none.</param>
/// <param name="Dimensions">The length of the vectors that the caller asks for; null for the model's own.</param>
internal sealed record EmbeddingCall(EdgeModel Model, string? Prefix, int? Dimensions)
{
    /// <param name="options">The caller's options; null for none.</param>
    /// <param name="defaultInput">What the texts are if the options don't say it.</param>
    /// <param name="model">The model.</param>
    /// <param name="generator">The generator, for the factory of the options.</param>
    /// <exception cref="EdgeOptionException">An option cannot be served.</exception>
    public static EmbeddingCall From(EmbeddingGenerationOptions? options, EmbeddingInput defaultInput, EdgeModel model, IEmbeddingGenerator generator)
    {
        var own = options?.RawRepresentationFactory?.Invoke(generator) as EmbeddingGenerationOptions;
        var prefix = (EdgeEmbeddingOptions.InputOf(own) ?? EdgeEmbeddingOptions.InputOf(options) ?? defaultInput) switch
        {
            EmbeddingInput.Query => model.Embeddings?.QueryPrefix,
            EmbeddingInput.Document => model.Embeddings?.DocumentPrefix,
            _ => null,
        };
        var call = new EmbeddingCall(model, prefix, own?.Dimensions ?? options?.Dimensions);
        if (model.Embeddings?.Dimensions is [var length, ..])
            call.LengthOf(length);
        return call;
    }

    /// <summary>Returns the length of the vectors that the caller gets.</summary>
    /// <param name="ownLength">The length of the model's own vectors.</param>
    /// <exception cref="EdgeOptionException">The model has no vectors of the length that the caller asks for.</exception>
    public int LengthOf(int ownLength)
    {
        if (Dimensions is not { } wanted || wanted == ownLength)
            return ownLength;

        IEnumerable<int> lengths = [ownLength, .. (Model.Embeddings?.Dimensions ?? []).Where(length => length < ownLength)];
        return lengths.Contains(wanted)
            ? wanted
            : throw new EdgeOptionException(
                nameof(EmbeddingGenerationOptions.Dimensions), $"the value is {wanted}, but '{Model.Id}' has vectors of {string.Join(", ", lengths)} numbers.", $"Set it to {string.Join(" or ", lengths)}, or leave it out.");
    }
}
