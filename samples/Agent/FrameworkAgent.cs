using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;

namespace Edge.AI.Samples.Agent;

/// <summary>Microsoft.Agents.AI: one agent uses the tools, another one without tools writes the answer as an object.</summary>
internal static class FrameworkAgent
{
    public static async Task<Answer> AskAsync(EdgeModel model, Toolbox toolbox, string question)
    {
        await using var chat = EdgeChatClient.Create(model);
        AITool[] tools = [AIFunctionFactory.Create(Toolbox.GetCurrentTime, "get_current_time"), AIFunctionFactory.Create(Toolbox.Add, "add"), AIFunctionFactory.Create(toolbox.SearchNotes, "search_notes")];
        var worker = new ChatClientAgent(chat, new ChatClientAgentOptions { ChatOptions = new() { Tools = tools, Temperature = 0 } });
        var writer = new ChatClientAgent(chat, new ChatClientAgentOptions { ChatOptions = new() { Temperature = 0 } });
        var found = await worker.RunAsync(question);
        Console.WriteLine(found.Text);
        return (await writer.RunAsync<Answer>(Answer.Request(found.Text))).Result;
    }
}
