using Microsoft.Extensions.Options;

namespace Edge.AI.Pipeline;

/// <summary>Validates the options. Each problem begins with the key of the option.</summary>
internal sealed class ProvisioningOptionsValidator : IValidateOptions<ProvisioningOptions>
{
    public const string RetrySection = $"{ProvisioningOptions.SectionName}:{nameof(ProvisioningOptions.Retry)}";

    public ValidateOptionsResult Validate(string? name, ProvisioningOptions options)
    {
        List<string> problems =
        [
            .. (new ProvisioningOptionsRules().Validate(name, options).Failures ?? []).Select(problem => $"{ProvisioningOptions.SectionName}:{problem}"),
            .. (new DownloadRetryOptionsRules().Validate(name, options.Retry).Failures ?? []).Select(problem => $"{RetrySection}:{problem}"),
        ];
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}

[OptionsValidator]
internal sealed partial class ProvisioningOptionsRules : IValidateOptions<ProvisioningOptions>;

[OptionsValidator]
internal sealed partial class DownloadRetryOptionsRules : IValidateOptions<DownloadRetryOptions>;
