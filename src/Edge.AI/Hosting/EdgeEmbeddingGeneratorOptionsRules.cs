using Microsoft.Extensions.Options;

namespace Edge.AI.Hosting;

/// <summary>The rules for options of embedding generators, however they were set.</summary>
internal static class EdgeEmbeddingGeneratorOptionsRules
{
    private static readonly TimeSpan LeastIdleTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Returns one message for each problem. It begins with the name of the option.</summary>
    public static IReadOnlyList<string> FindProblems(EdgeEmbeddingGeneratorOptions options)
    {
        List<string> problems = [.. new EdgeEmbeddingGeneratorOptionsRangeValidator().Validate(name: null, options).Failures ?? []];
        if (options.IdleTimeout < LeastIdleTimeout)
            problems.Add($"{nameof(options.IdleTimeout)}: {options.IdleTimeout} is less than {LeastIdleTimeout}. Leave it out to keep the model loaded.");
        return problems;
    }
}

[OptionsValidator]
internal sealed partial class EdgeEmbeddingGeneratorOptionsRangeValidator : IValidateOptions<EdgeEmbeddingGeneratorOptions>;
