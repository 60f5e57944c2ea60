using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Edge.AI.Hosting;

/// <summary>Validates the options of registered embedding generators, and that every configured generator is registered.</summary>
internal sealed class EdgeEmbeddingGeneratorOptionsValidator(IEnumerable<EmbeddingGeneratorRegistration> registrations, IConfiguration? configuration = null)
    : IValidateOptions<EdgeEmbeddingGeneratorOptions>
{
    public const string Section = "EdgeAI:Embeddings";

    public ValidateOptionsResult Validate(string? name, EdgeEmbeddingGeneratorOptions options)
    {
        var problems = EdgeEmbeddingGeneratorOptionsRules.FindProblems(options);
        if (problems.Count > 0)
            return ValidateOptionsResult.Fail(problems.Select(problem => $"{Section}:{name}:{problem}"));

        var names = registrations.Select(registration => registration.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var stray = configuration?.GetSection(Section).GetChildren().FirstOrDefault(section => !names.Contains(section.Key));
        return stray is null
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"The configuration section '{stray.Path}' does not belong to a registered embedding generator. Registered generators: {string.Join(", ", names.Order(StringComparer.Ordinal))}.");
    }
}
