using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Edge.AI.Cli.Tools;

/// <summary>A tool that is called only if the user agrees. If not, the model is told so.</summary>
internal sealed class ConsentedTool(AIFunction tool, string server, ToolConsent consent) : DelegatingAIFunction(tool)
{
    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        var values = JsonSerializer.SerializeToElement(new Dictionary<string, object?>(arguments, StringComparer.Ordinal), AIJsonUtilities.DefaultOptions);
        return await consent.IsAllowedAsync(server, Name, values, cancellationToken)
            ? await base.InvokeCoreAsync(arguments, cancellationToken)
            : "The user refused this call.";
    }
}
