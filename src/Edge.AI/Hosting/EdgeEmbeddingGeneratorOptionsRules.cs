using Microsoft.Extensions.Options;

namespace Edge.AI.Hosting;

/// <summary>The rules for options of embedding generators, however they were set.</summary>
internal static class EdgeEmbeddingGeneratorOptionsRules
{
    /// <summary>Returns one message for each problem. It begins with the name of the option.</summary>
    public static IReadOnlyList<string> FindProblems(EdgeEmbeddingGeneratorOptions options) =>
        [.. new EdgeEmbeddingGeneratorOptionsRangeValidator().Validate(name: null, options).Failures ?? []];
}

[OptionsValidator]
internal sealed partial class EdgeEmbeddingGeneratorOptionsRangeValidator : IValidateOptions<EdgeEmbeddingGeneratorOptions>;
