using Microsoft.Extensions.Options;

namespace Edge.AI.AspNetCore;

/// <summary>Validates the options by their attributes.</summary>
[OptionsValidator]
internal sealed partial class EdgeServerOptionsValidator : IValidateOptions<EdgeServerOptions>;
