using Microsoft.Extensions.AI;

namespace Edge.AI;

/// <summary>
/// The options of one call, with those that Edge.AI adds to <see cref="EmbeddingGenerationOptions"/>. Pass them instead of <see cref="EmbeddingGenerationOptions"/>, or return them from
/// <see cref="EmbeddingGenerationOptions.RawRepresentationFactory"/>: then they have precedence.
/// </summary>
public sealed class EdgeEmbeddingOptions : EmbeddingGenerationOptions
{
    /// <summary>The key of <see cref="Input"/> in <see cref="EmbeddingGenerationOptions.AdditionalProperties"/>. The value is the name of an <see cref="EmbeddingInput"/>.</summary>
    public const string InputKey = "edge.input";

    /// <summary>Initializes options in which nothing is set.</summary>
    public EdgeEmbeddingOptions()
    {
    }

    private EdgeEmbeddingOptions(EdgeEmbeddingOptions other)
        : base(other)
    {
    }

    /// <summary>
    /// Gets or sets what the texts are. The value is kept in <see cref="EmbeddingGenerationOptions.AdditionalProperties"/>, so that middleware that copies the options, or caches embeddings by
    /// them, respects it. The default, <see langword="null"/>, is the value of <see cref="EdgeEmbeddingGeneratorOptions.Input"/>.
    /// </summary>
    /// <exception cref="EdgeOptionException">The value of <see cref="InputKey"/> is not the name of an <see cref="EmbeddingInput"/>.</exception>
    public EmbeddingInput? Input
    {
        get => InputOf(this);
        set
        {
            if (value is { } input)
                (AdditionalProperties ??= [])[InputKey] = input.ToString();
            else
                AdditionalProperties?.Remove(InputKey);
        }
    }

    /// <summary>Creates a copy of these options.</summary>
    /// <returns>The copy.</returns>
    public override EmbeddingGenerationOptions Clone() => new EdgeEmbeddingOptions(this);

    internal static EmbeddingInput? InputOf(EmbeddingGenerationOptions? options) =>
        options?.AdditionalProperties?.TryGetValue(InputKey, out var value) is not true || value is null ? null
        : Enum.TryParse<EmbeddingInput>(value.ToString(), ignoreCase: true, out var input) && Enum.IsDefined(input) ? input
        : throw new EdgeOptionException(InputKey, $"the value is '{value}'.", $"Set it to {string.Join(", ", Enum.GetNames<EmbeddingInput>())}, or leave it out.");
}
