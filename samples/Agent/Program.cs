using Edge.AI;
using Edge.AI.Samples.Agent;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using System.Text.Json;

// dotnet run --project samples/Agent -- "Add 17 and 25 with the calculator."
// The default, edge-tiny, calls the tools, but has few words and writes nonsense into the object. '--model qwen3' is meant for it (2.5 GB on first use).
// '--kernel' uses Semantic Kernel.
if (args is not [var question, ..])
{
    Console.Error.WriteLine("usage: Agent QUESTION [--model MODEL] [--kernel] [--notes FOLDER]");
    return 2;
}

try
{
    var model = ModelCatalog.BuiltIn.Get(Option("--model") ?? "edge-tiny");
    var toolbox = new Toolbox(Option("--notes") ?? Path.Combine(AppContext.BaseDirectory, "notes"));
    Console.WriteLine(args.Contains("--kernel") ? await AskKernelAsync(model, toolbox) : await AskAgentAsync(model, toolbox));
    return 0;
}
catch (EdgeAIException error)
{
    Console.Error.WriteLine($"{error.Code}: {error.Message}{Environment.NewLine}{error.Hint}");
    return 1;
}

// Microsoft.Agents.AI: one agent uses the tools, another one without tools writes the answer as an object.
async Task<Answer> AskAgentAsync(EdgeModel model, Toolbox toolbox)
{
    await using var chat = EdgeChatClient.Create(model);
    AITool[] tools = [AIFunctionFactory.Create(Toolbox.GetCurrentTime, "get_current_time"), AIFunctionFactory.Create(Toolbox.Add, "add"), AIFunctionFactory.Create(toolbox.SearchNotes, "search_notes")];
    var worker = new ChatClientAgent(chat, new ChatClientAgentOptions { ChatOptions = new() { Tools = tools, Temperature = 0 } });
    var writer = new ChatClientAgent(chat, new ChatClientAgentOptions { ChatOptions = new() { Temperature = 0 } });
    var found = await worker.RunAsync(question);
    Console.WriteLine(found.Text);
    return (await writer.RunAsync<Answer>(Answer.Request(found.Text))).Result;
}

// Semantic Kernel: the same tools as a plugin, and the same object.
async Task<Answer> AskKernelAsync(EdgeModel model, Toolbox toolbox)
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

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var index && index + 1 < args.Length ? args[index + 1] : null;
