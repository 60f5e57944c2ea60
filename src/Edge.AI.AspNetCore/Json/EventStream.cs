using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Edge.AI.AspNetCore.Json;

/// <summary>Writes server-sent events. An event is on its way when the call returns; a client that reads slowly makes the writer wait.</summary>
internal sealed class EventStream
{
    private readonly HttpContext _context;

    private EventStream(HttpContext context) => _context = context;

    public static EventStream Start(HttpContext context)
    {
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers["X-Accel-Buffering"] = "no"; // nginx would collect the events
        return new(context);
    }

    /// <param name="value">The data.</param>
    /// <param name="type">How the data is serialized.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <param name="name">The name of the event; null for none.</param>
    public Task SendAsync<T>(T value, JsonTypeInfo<T> type, CancellationToken cancellationToken, string? name = null) =>
        WriteAsync($"{(name is null ? "" : $"event: {name}\n")}data: {JsonSerializer.Serialize(value, type)}\n\n", cancellationToken);

    /// <summary>Sends the text that ends the streams of OpenAI.</summary>
    public Task SendDoneAsync(CancellationToken cancellationToken) => WriteAsync("data: [DONE]\n\n", cancellationToken);

    private async Task WriteAsync(string text, CancellationToken cancellationToken)
    {
        await _context.Response.WriteAsync(text, Encoding.UTF8, cancellationToken).ConfigureAwait(false);
        await _context.Response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}
