using Microsoft.Extensions.Options;

namespace Edge.AI.Hosting;

/// <summary>Validates the options of all models. Each problem begins with the key of the option.</summary>
internal sealed class EdgeAIOptionsValidator : IValidateOptions<EdgeAIOptions>
{
    public ValidateOptionsResult Validate(string? name, EdgeAIOptions options) => new EdgeAIOptionsRules().Validate(name, options).Failures?.ToList() is [_, ..] problems
        ? ValidateOptionsResult.Fail(problems.Select(problem => $"{ProvisioningOptions.SectionName}:{problem}"))
        : ValidateOptionsResult.Success;
}

[OptionsValidator]
internal sealed partial class EdgeAIOptionsRules : IValidateOptions<EdgeAIOptions>;
