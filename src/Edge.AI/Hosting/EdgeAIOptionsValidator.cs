using Microsoft.Extensions.Options;

namespace Edge.AI.Hosting;

[OptionsValidator]
internal sealed partial class EdgeAIOptionsValidator : IValidateOptions<EdgeAIOptions>;
