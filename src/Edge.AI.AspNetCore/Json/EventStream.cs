using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Features;

namespace Edge.AI.AspNetCore.Json;

/// <summary>Writes server-sent events. An event is on its way when the call returns; a client that reads slowly makes the writer wait.</summary>
internal sealed class EventStream
{
    private readonly Delivery _delivery;

    private EventStream(Delivery delivery) => _delivery = delivery;

    public static EventStream Start(Delivery delivery)
    {
        var context = delivery.Context;
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers["X-Accel-Buffering"] = "no"; // nginx would collect the events
        return new(delivery);
    }

    /// <param name="value">The data.</param>
    /// <param name="type">How the data is serialized.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <param name="name">The name of the event; null for none.</param>
    public Task SendAsync<T>(T value, JsonTypeInfo<T> type, CancellationToken cancellationToken, string? name = null) =>
        WriteAsync($"{(name is null ? "" : $"event: {name}\n")}data: {JsonSerializer.Serialize(value, type)}\n\n", cancellationToken);

    /// <summary>Sends the text that ends the streams of OpenAI.</summary>
    public Task SendDoneAsync(CancellationToken cancellationToken) => WriteAsync("data: [DONE]\n\n", cancellationToken);

    private Task WriteAsync(string text, CancellationToken cancellationToken) => _delivery.SendAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
}
