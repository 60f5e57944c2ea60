using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace Edge.AI.Samples.Agent;

/// <summary>Semantic Kernel: the same tools as a plugin, and the same object.</summary>
internal static class KernelAgent
{
    public static async Task<Answer> AskAsync(EdgeModel model, Toolbox toolbox, string question)
    {
        var builder = Kernel.CreateBuilder().AddEdgeChatClient(model);
        builder.Plugins.AddFromObject(toolbox, "Notes");
        var kernel = builder.Build();
        PromptExecutionSettings withTools = new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(), ExtensionData = new Dictionary<string, object> { ["temperature"] = 0 } };
        PromptExecutionSettings asObject = new() { ExtensionData = new Dictionary<string, object> { ["temperature"] = 0, ["response_format"] = AIJsonUtilities.CreateJsonSchema(typeof(Answer)) } };
        var found = await kernel.InvokePromptAsync("{{$prompt}}", new(withTools) { ["prompt"] = question });
        Console.WriteLine(found);
        var answer = await kernel.InvokePromptAsync("{{$prompt}}", new(asObject) { ["prompt"] = Answer.Request(found.ToString()) });
        return JsonSerializer.Deserialize<Answer>(answer.ToString(), JsonSerializerOptions.Web)!;
    }
}
