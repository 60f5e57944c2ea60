using Microsoft.Extensions.Options;

namespace Edge.AI.Provisioning;

[OptionsValidator]
internal sealed partial class ProvisioningOptionsValidator : IValidateOptions<ProvisioningOptions>;
