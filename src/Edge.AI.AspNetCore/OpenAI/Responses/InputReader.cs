using System.Text.Json;
using Edge.AI.AspNetCore.Json;
using Edge.AI.AspNetCore.OpenAI.Formats;
using Microsoft.Extensions.AI;

namespace Edge.AI.AspNetCore.OpenAI.Responses;

/// <summary>Reads the input of a response: a text, or a list of messages, tool calls and their results.</summary>
internal static class InputReader
{
    public static List<ChatMessage> Read(RequestObject body)
    {
        if (!body.TryGet("input", out var input))
            throw body.Missing("input");
        if (input.ValueKind == JsonValueKind.String)
            return [new(ChatRole.User, input.GetString())];

        List<ChatMessage> messages = [];
        foreach (var item in body.Objects("input")!)
            Add(messages, MessageOf(item));
        if (messages.Count == 0)
            body.Fail("input", "is empty. Send at least one message.");

        return messages;
    }

    /// <summary>The reasoning, the text and the calls of one answer are items of their own, but one message.</summary>
    private static void Add(List<ChatMessage> messages, ChatMessage message)
    {
        if (message.Role == ChatRole.Assistant && messages is [.., var last] && last.Role == ChatRole.Assistant && !last.Contents.OfType<TextContent>().Any())
            messages[^1] = new(ChatRole.Assistant, [.. last.Contents, .. message.Contents]);
        else if (message.Contents is [FunctionCallContent] && messages is [.., var text] && text.Role == ChatRole.Assistant)
            messages[^1] = new(ChatRole.Assistant, [.. text.Contents, .. message.Contents]);
        else
            messages.Add(message);
    }

    private static ChatMessage MessageOf(RequestObject item)
    {
        switch (item.Text("type") ?? "message")
        {
            case "message":
                return new(RoleOf(item), item.Has("content") ? ContentReader.Read(item) : throw item.Missing("content"));
            case "function_call":
                return new(ChatRole.Assistant, [CallReader.Read(item.RequiredText("call_id"), item)]);
            case "function_call_output":
                return new(ChatRole.Tool, [new FunctionResultContent(item.RequiredText("call_id"), string.Concat(ContentReader.Read(item, "output").OfType<TextContent>()))]);
            case "reasoning":
                return new(ChatRole.Assistant, [new TextReasoningContent(string.Concat((item.Objects("content") ?? item.Objects("summary") ?? []).Select(part => part.Text("text"))))]);
            case var other:
                throw item.Unknown("type", other, "message, function_call, function_call_output or reasoning");
        }
    }

    private static ChatRole RoleOf(RequestObject item) => item.RequiredText("role") switch
    {
        "system" or "developer" => ChatRole.System,
        "user" => ChatRole.User,
        "assistant" => ChatRole.Assistant,
        var other => throw item.Unknown("role", other, "system, developer, user or assistant"),
    };
}
