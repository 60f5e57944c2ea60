using Microsoft.Extensions.Options;

namespace Edge.AI.Pipeline;

[OptionsValidator]
internal sealed partial class ProvisioningOptionsValidator : IValidateOptions<ProvisioningOptions>;
