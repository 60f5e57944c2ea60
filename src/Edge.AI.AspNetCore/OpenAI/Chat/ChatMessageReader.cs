using Edge.AI.AspNetCore.Json;
using Edge.AI.AspNetCore.OpenAI.Formats;
using Microsoft.Extensions.AI;

namespace Edge.AI.AspNetCore.OpenAI.Chat;

/// <summary>Reads the messages of a chat completion.</summary>
internal static class ChatMessageReader
{
    public static List<ChatMessage> Read(RequestObject body)
    {
        List<ChatMessage> messages = [.. (body.Objects("messages") ?? throw body.Missing("messages")).Select(MessageOf)];
        if (messages.Count == 0)
            body.Fail("messages", "is empty. Send at least one message.");

        return messages;
    }

    private static ChatMessage MessageOf(RequestObject message)
    {
        switch (message.RequiredText("role"))
        {
            case "system" or "developer":
                return With(ChatRole.System, message);
            case "user":
                return With(ChatRole.User, message);
            case "assistant":
                return Assistant(message);
            case "tool":
                return new(ChatRole.Tool, [new FunctionResultContent(message.RequiredText("tool_call_id"), string.Concat(ContentReader.Read(message).OfType<TextContent>()))]);
            case var other:
                throw message.Unknown("role", other, "system, developer, user, assistant or tool");
        }
    }

    private static ChatMessage With(ChatRole role, RequestObject message) => message.Has("content")
        ? new(role, ContentReader.Read(message)) { AuthorName = message.Text("name") }
        : throw message.Missing("content");

    private static ChatMessage Assistant(RequestObject message)
    {
        message.Refuse("send 'tool_calls' instead.", "function_call");
        var contents = new List<AIContent>();
        if (message.Text("reasoning_content") is { Length: > 0 } reasoning)
            contents.Add(new TextReasoningContent(reasoning));
        contents.AddRange(ContentReader.Read(message));
        foreach (var call in message.Objects("tool_calls") ?? [])
            contents.Add(CallReader.Read(call.RequiredText("id"), call.Object("function") ?? throw call.Missing("function")));

        return contents.Count > 0 ? new(ChatRole.Assistant, contents) : throw message.Missing("content");
    }
}
