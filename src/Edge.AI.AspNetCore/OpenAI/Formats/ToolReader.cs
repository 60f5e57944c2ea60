using System.Text.Json;
using Edge.AI.AspNetCore.Json;
using Microsoft.Extensions.AI;

namespace Edge.AI.AspNetCore.OpenAI.Formats;

/// <summary>Reads the tools of a request, and which of them the model may or must call. The caller executes the calls.</summary>
internal static class ToolReader
{
    private static readonly JsonElement s_noParameters = JsonElement.Parse("""{"type":"object","properties":{}}""");

    /// <param name="body">The request.</param>
    /// <param name="functionOf">Returns the object with name, description and parameters of a tool.</param>
    /// <param name="options">Receives the tools.</param>
    public static void Read(RequestObject body, Func<RequestObject, RequestObject> functionOf, ChatOptions options)
    {
        options.AllowMultipleToolCalls = body.Flag("parallel_tool_calls");
        options.Tools = body.Objects("tools")?.Select(tool => (AITool)Declare(tool, functionOf)).ToList() is { Count: > 0 } tools ? tools : null;
        if (body.TryGet("tool_choice", out var choice))
            Choose(body, choice, functionOf, options);
    }

    private static AIFunctionDeclaration Declare(RequestObject tool, Func<RequestObject, RequestObject> functionOf)
    {
        if (tool.Text("type") is { } type and not "function")
            throw tool.Unknown("type", type, "function; other tools are not supported");

        var function = functionOf(tool);
        return AIFunctionFactory.CreateDeclaration(
            function.RequiredText("name"), function.Text("description") ?? "", function.Object("parameters")?.Element.Clone() ?? s_noParameters);
    }

    private static void Choose(RequestObject body, JsonElement choice, Func<RequestObject, RequestObject> functionOf, ChatOptions options)
    {
        if (choice.ValueKind == JsonValueKind.String)
        {
            options.ToolMode = ModeOf(body, "tool_choice", choice.GetString()!);
        }
        else
        {
            var chosen = RequestObject.From(choice, body.PathOf("tool_choice"));
            if (chosen.Text("type") == "allowed_tools")
                Allow(chosen.Object("allowed_tools") ?? chosen, functionOf, options);
            else
                options.ToolMode = ChatToolMode.RequireSpecific(Offered(functionOf(chosen), options).Name);
        }

        if (options.ToolMode is RequiredChatToolMode && options.Tools is null)
            body.Fail("tool_choice", "requires a call, but there are no tools.");
    }

    private static void Allow(RequestObject allowed, Func<RequestObject, RequestObject> functionOf, ChatOptions options)
    {
        options.Tools = [.. (allowed.Objects("tools") ?? throw allowed.Missing("tools")).Select(tool => Offered(functionOf(tool), options))];
        options.ToolMode = ModeOf(allowed, "mode", allowed.Text("mode") ?? "auto");
    }

    private static AITool Offered(RequestObject function, ChatOptions options)
    {
        var name = function.RequiredText("name");
        return options.Tools?.FirstOrDefault(tool => tool.Name == name) ?? throw function.Unknown("name", name, "the name of a tool of the request");
    }

    private static ChatToolMode ModeOf(RequestObject body, string name, string mode) => mode switch
    {
        "none" => ChatToolMode.None,
        "auto" => ChatToolMode.Auto,
        "required" => ChatToolMode.RequireAny,
        _ => throw body.Unknown(name, mode, "none, auto, required or a tool"),
    };
}
