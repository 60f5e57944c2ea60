using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Edge.AI.OpenAIProcess;

/// <summary>
/// A server on this machine that speaks the OpenAI protocol. If the conversation ends with a question and tools are offered, it calls the first tool for Oslo. If it ends with
/// a tool's result, it answers as edge-tiny does. A streamed answer to <see cref="Unfinished"/> never ends.
/// </summary>
public sealed class OpenAIServer : IAsyncDisposable
{
    public const string Plain = "I am a server.";

    /// <summary>The message to which it streams the beginning of an answer, and then nothing.</summary>
    public const string Unfinished = "Never end.";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _models = new();

    private OpenAIServer(WebApplication app)
    {
        _app = app;
        app.MapPost("/v1/chat/completions", AnswerAsync);
    }

    public Uri Address => new($"{_app.Urls.Single()}/v1");

    /// <summary>Gets the models that requests named.</summary>
    public IEnumerable<string> Models => _models;

    public static async Task<OpenAIServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var server = new OpenAIServer(builder.Build());
        server._app.Urls.Add("http://127.0.0.1:0");
        await server._app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var request = (await JsonNode.ParseAsync(http.Request.Body))!;
        var model = (string)request["model"]!;
        _models.Enqueue(model);
        var last = request["messages"]!.AsArray()[^1]!;
        var tool = request["tools"]?.AsArray()[0]!["function"]!["name"];
        var message = (string)last["role"]! == "tool" ? Text($"The result is: {TextOf(last["content"]!)}.")
            : tool is not null ? Call((string)tool!)
            : Text(Plain);
        if (request["stream"] is { } stream && (bool)stream)
            await StreamAsync(http, model, message, isUnfinished: last["content"] is { } content && TextOf(content) == Unfinished);
        else
            await http.Response.WriteAsync(Envelope(model, "chat.completion", "message", message, Finish(message), hasUsage: true).ToJsonString());
    }

    private static async Task StreamAsync(HttpContext http, string model, JsonObject message, bool isUnfinished)
    {
        http.Response.ContentType = "text/event-stream";
        if (message["tool_calls"] is JsonArray calls)
            calls[0]!["index"] = 0;
        foreach (var chunk in new[]
        {
            Envelope(model, "chat.completion.chunk", "delta", message, null, hasUsage: false),
            Envelope(model, "chat.completion.chunk", "delta", new(), Finish(message), hasUsage: true),
        })
        {
            await http.Response.WriteAsync($"data: {chunk.ToJsonString()}\n\n");
            if (isUnfinished)
            {
                await http.Response.Body.FlushAsync();
                await Task.Delay(Timeout.Infinite, http.RequestAborted);
            }
        }

        await http.Response.WriteAsync("data: [DONE]\n\n");
    }

    private static JsonObject Envelope(string model, string kind, string part, JsonObject message, string? finish, bool hasUsage)
    {
        var envelope = new JsonObject
        {
            ["id"] = "chatcmpl-1",
            ["object"] = kind,
            ["created"] = 1_700_000_000,
            ["model"] = model,
            ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, [part] = message, ["finish_reason"] = finish }),
        };
        if (hasUsage)
            envelope["usage"] = new JsonObject { ["prompt_tokens"] = 5, ["completion_tokens"] = 7, ["total_tokens"] = 12 };

        return envelope;
    }

    private static JsonObject Text(string text) => new() { ["role"] = "assistant", ["content"] = text };

    private static JsonObject Call(string tool) => new()
    {
        ["role"] = "assistant",
        ["content"] = null,
        ["tool_calls"] = new JsonArray(new JsonObject
        {
            ["id"] = "call_1",
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = tool, ["arguments"] = JsonSerializer.Serialize(new { city = "Oslo" }) },
        }),
    };

    private static string Finish(JsonObject message) => message.ContainsKey("tool_calls") ? "tool_calls" : "stop";

    private static string TextOf(JsonNode content) => content is JsonArray parts ? string.Concat(parts.Select(part => (string)part!["text"]!)) : (string)content!;
}
