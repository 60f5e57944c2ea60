using Edge.AI.AspNetCore.Errors;
using Edge.AI.AspNetCore.Json;

namespace Edge.AI.AspNetCore.OpenAI.Formats;

/// <summary>Tells a client about an error after the stream has begun, when the status can no longer say it.</summary>
internal static class StreamErrors
{
    /// <summary>Sends the parts of an answer. If that fails, the last event is the error.</summary>
    public static Task SendAsync(EventStream events, Func<Task> send) =>
        SendAsync(events, send, error => events.SendAsync(error, ErrorJsonContext.Default.OpenAIError));

    /// <param name="events">The stream.</param>
    /// <param name="send">Sends the parts.</param>
    /// <param name="sendError">Sends the error.</param>
    public static async Task SendAsync(EventStream events, Func<Task> send, Func<OpenAIError, Task> sendError)
    {
        try
        {
            await send().ConfigureAwait(false);
        }
        catch (Exception exception) when (!events.Delivery.IsLost)
        {
            var (error, isOurs) = ErrorTable.Of(exception, events.Delivery.Context);
            await sendError(OpenAIError.Of(error)).ConfigureAwait(false);
            if (isOurs)
                throw new ReportedException(exception);
        }
    }
}
