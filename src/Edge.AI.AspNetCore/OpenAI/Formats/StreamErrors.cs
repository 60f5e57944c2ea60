using Edge.AI.AspNetCore.Errors;
using Edge.AI.AspNetCore.Json;

namespace Edge.AI.AspNetCore.OpenAI.Formats;

/// <summary>Tells a client about an error after the stream has begun, when the status can no longer say it.</summary>
internal static class StreamErrors
{
    /// <summary>Sends the parts of an answer. If that fails, the last event is the error.</summary>
    public static async Task SendAsync(EventStream events, Func<Task> send, CancellationToken cancellationToken)
    {
        try
        {
            await send().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            var (error, isOurs) = ErrorTable.Of(exception);
            await events.SendAsync(OpenAIError.Of(error), ErrorJsonContext.Default.OpenAIError, cancellationToken).ConfigureAwait(false);
            if (isOurs)
                throw new ReportedException(exception);
        }
    }
}
