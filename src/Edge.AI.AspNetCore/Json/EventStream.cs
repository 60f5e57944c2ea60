using System.Buffers;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Features;

namespace Edge.AI.AspNetCore.Json;

/// <summary>Writes server-sent events. An event is on its way when the call returns; a client that reads slowly makes the writer wait.</summary>
internal sealed class EventStream
{
    private readonly ArrayBufferWriter<byte> _event = new();

    private EventStream(Delivery delivery) => Delivery = delivery;

    public Delivery Delivery { get; }

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
    /// <param name="name">The name of the event; null for none.</param>
    public Task SendAsync<T>(T value, JsonTypeInfo<T> type, string? name = null)
    {
        _event.ResetWrittenCount();
        Encoding.UTF8.GetBytes(name is null ? "data: " : $"event: {name}\ndata: ", _event);
        ApiJson.Write(_event, value, type);
        _event.Write("\n\n"u8);
        return Delivery.SendAsync(_event.WrittenMemory);
    }

    /// <summary>Sends the text that ends the streams of OpenAI.</summary>
    public Task SendDoneAsync() => Delivery.SendAsync("data: [DONE]\n\n"u8.ToArray());
}
