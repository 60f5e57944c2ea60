using Edge.AI;
using Edge.AI.Samples.Agent;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using System.Text.Json;

// dotnet run --project samples/Agent -- "Add 17 and 25 with the calculator."
// The default, edge-tiny, calls the tools but has few words. '--model qwen3' answers well (2.5 GB on first use). '--kernel' uses Semantic Kernel.
if (args is not [var question, ..])
{
    Console.Error.WriteLine("usage: Agent QUESTION [--model MODEL] [--kernel] [--notes FOLDER]");
    return 2;
}

var toolbox = new Toolbox(Option("--notes") ?? Path.Combine(AppContext.BaseDirectory, "notes"));
try
{
    var model = ModelCatalog.BuiltIn.Get(Option("--model") ?? "edge-tiny");
    var answer = args.Contains("--kernel") ? await AskKernelAsync(model) : await AskAgentAsync(model);
    Console.WriteLine(answer.Text);
    return 0;
}
catch (EdgeAIException error)
{
    Console.Error.WriteLine($"{error.Code}: {error.Message}{Environment.NewLine}{error.Hint}");
    return 1;
}

// Microsoft.Agents.AI: the agent calls the tools, and its last answer is an object.
async Task<Answer> AskAgentAsync(EdgeModel model)
{
    await using var chat = EdgeChatClient.Create(model);
    AITool[] tools = [AIFunctionFactory.Create(Toolbox.GetCurrentTime, "get_current_time"), AIFunctionFactory.Create(Toolbox.Add, "add"), AIFunctionFactory.Create(toolbox.SearchNotes, "search_notes")];
    var agent = new ChatClientAgent(chat, new ChatClientAgentOptions { ChatOptions = new() { Tools = tools, Temperature = 0 } });
    return (await agent.RunAsync<Answer>(question)).Result;
}

// Semantic Kernel: the same tools as a plugin, and the same schema.
async Task<Answer> AskKernelAsync(EdgeModel model)
{
    var builder = Kernel.CreateBuilder().AddEdgeChatClient(model);
    builder.Plugins.AddFromObject(toolbox, "Tools");
    var settings = new PromptExecutionSettings
    {
        FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(),
        ExtensionData = new Dictionary<string, object> { ["temperature"] = 0, ["response_format"] = AIJsonUtilities.CreateJsonSchema(typeof(Answer)) },
    };
    var result = await builder.Build().InvokePromptAsync("{{$question}}", new(settings) { ["question"] = question });
    return JsonSerializer.Deserialize<Answer>(result.ToString(), JsonSerializerOptions.Web)!;
}

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var index && index + 1 < args.Length ? args[index + 1] : null;
