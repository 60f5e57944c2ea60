using System.Text.Json;
using Edge.AI.AspNetCore.Errors;
using Edge.AI.AspNetCore.Json;
using Microsoft.Extensions.AI;

namespace Edge.AI.AspNetCore.Ollama;

/// <summary>Reads a conversation. Ollama's tool calls need not have ids: a result belongs to the oldest call of its tool that has none.</summary>
internal sealed class OllamaMessageReader
{
    private readonly List<FunctionCallContent> _open = [];
    private int _calls;

    public static List<ChatMessage> Read(RequestObject body)
    {
        var reader = new OllamaMessageReader();
        return [.. (body.Objects("messages") ?? throw body.Missing("messages")).Select(reader.MessageOf)];
    }

    private ChatMessage MessageOf(RequestObject message)
    {
        var text = message.Text("content") ?? "";
        switch (message.RequiredText("role"))
        {
            case "system":
                return new(ChatRole.System, text);
            case "user":
                return new(ChatRole.User, [new TextContent(text), .. (message.Texts("images") ?? []).Select((image, index) => ImageOf(message, image, index))]);
            case "assistant":
                return Assistant(message, text);
            case "tool":
                return new(ChatRole.Tool, [new FunctionResultContent(CallOf(message), ResultOf(text))]);
            case var other:
                throw message.Unknown("role", other, "system, user, assistant or tool");
        }
    }

    private ChatMessage Assistant(RequestObject message, string text)
    {
        List<AIContent> contents = [];
        if (message.Text("thinking") is { Length: > 0 } thinking)
            contents.Add(new TextReasoningContent(thinking));
        if (text.Length > 0)
            contents.Add(new TextContent(text));
        foreach (var call in message.Objects("tool_calls") ?? [])
        {
            var read = Call(call);
            _open.Add(read);
            contents.Add(read);
        }

        return new(ChatRole.Assistant, contents.Count > 0 ? contents : [new TextContent("")]);
    }

    private FunctionCallContent Call(RequestObject call)
    {
        var function = call.Object("function") ?? throw call.Missing("function");
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (function.Object("arguments") is { } given)
        {
            foreach (var argument in given.Element.EnumerateObject())
                arguments[argument.Name] = argument.Value.Clone();
        }

        return new(call.Text("id") ?? $"call_{++_calls}", function.RequiredText("name"), arguments);
    }

    private string CallOf(RequestObject result)
    {
        var (id, name) = (result.Text("tool_call_id"), result.Text("tool_name") ?? result.Text("name"));
        var call = _open.FirstOrDefault(call => id is not null ? call.CallId == id : name is null || call.Name == name)
            ?? throw ApiException.Invalid(result.PathOf("tool_name"), $"'{result.Path}' is the result of a tool that was not called.");
        _open.Remove(call);
        return call.CallId;
    }

    /// <summary>OllamaSharp sends the result of a tool as <c>{"CallId":"…","Result":…}</c>. A model that reads this instead of the result may call the tool again and again.</summary>
    private static string ResultOf(string text)
    {
        if (!text.StartsWith("{\"CallId\":", StringComparison.Ordinal))
            return text;

        try
        {
            using var envelope = JsonDocument.Parse(text);
            return envelope.RootElement.GetPropertyCount() == 2 && envelope.RootElement.TryGetProperty("Result", out var result) ? result.ToString() : text;
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static DataContent ImageOf(RequestObject message, string image, int index)
    {
        var bytes = new byte[image.Length];
        return Convert.TryFromBase64String(image, bytes, out var length)
            ? new(bytes.AsMemory(0, length), "image/png")
            : throw ApiException.Invalid($"{message.PathOf("images")}[{index}]", $"'{message.PathOf("images")}[{index}]' is not base64.");
    }
}
