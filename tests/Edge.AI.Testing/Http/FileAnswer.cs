using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Edge.AI.Testing;

/// <summary>Writes one answer: the answer of a correct server, with the faults of the reply.</summary>
internal sealed class FileAnswer(HttpContext context, LoggedRequest request, ServedFile file, ServedReply reply)
{
    private const int ChunkSize = 64 * 1024;

    public async Task SendAsync(CancellationToken cancellationToken)
    {
        if (reply.HangsUp)
        {
            context.Abort();
            return;
        }

        if (reply.WaitsBeforeHeaders)
            await reply.Gate!.PassAsync(cancellationToken);

        var body = Prepare();
        foreach (var (name, value) in reply.Headers)
            context.Response.Headers[name] = value.Length == 0 ? default : value;

        request.StatusCode = context.Response.StatusCode;
        await SendBodyAsync(body, cancellationToken);
    }

    private ReadOnlyMemory<byte> Prepare()
    {
        var response = context.Response;
        var headers = response.Headers;
        headers.Date = DateTimeOffset.UtcNow.ToString("R", CultureInfo.InvariantCulture);
        if (reply.StatusCode is { } status)
        {
            response.StatusCode = status;
            response.ContentLength = reply.Body?.Length ?? 0;
            return reply.Body;
        }

        headers.AcceptRanges = "bytes";
        headers.ETag = file.ETag;
        headers.LastModified = file.LastModified?.ToString("R", CultureInfo.InvariantCulture);
        response.ContentType = "application/octet-stream";
        var content = reply.Body ?? (reply.ExtraBytes == 0 ? file.Content : [.. file.Content, .. new byte[reply.ExtraBytes]]);
        var body = Wanted(content);
        if (!reply.Chunked)
            response.ContentLength = body.Length;

        return body;
    }

    private ReadOnlyMemory<byte> Wanted(byte[] content)
    {
        if (reply.IgnoresRange || Asked() is not { From: { } from } asked || !(reply.IgnoresIfRange || ConditionHolds()))
            return content;

        if (from >= content.Length)
        {
            context.Response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            context.Response.Headers.ContentRange = $"bytes */{content.Length}";
            return default;
        }

        context.Response.StatusCode = StatusCodes.Status206PartialContent;
        var end = Math.Min(content.Length, asked.To + 1 ?? content.Length);
        context.Response.Headers.ContentRange = $"bytes {from}-{end - 1}/{content.Length}";
        return content.AsMemory((int)from, (int)(end - from));
    }

    private RangeItemHeaderValue? Asked() => RangeHeaderValue.TryParse(request.Range, out var range) ? range.Ranges.Single() : null;

    private bool ConditionHolds() =>
        request.IfRange is not { } condition
        || condition == file.ETag
        || (DateTimeOffset.TryParse(condition, CultureInfo.InvariantCulture, out var time) && file.LastModified is { } changed && Math.Abs((changed - time).TotalSeconds) < 1);

    private async Task SendBodyAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        await context.Response.StartAsync(cancellationToken);
        for (var sent = 0; ;)
        {
            if (sent == reply.WaitsAfter)
            {
                await context.Response.Body.FlushAsync(cancellationToken);
                await reply.Gate!.PassAsync(cancellationToken);
            }

            if (sent == reply.BreaksAfter)
            {
                await context.Response.Body.FlushAsync(cancellationToken);
                context.Abort();
                return;
            }

            if (sent == reply.EndsAfter)
                return;

            var count = (int)new[] { ChunkSize, body.Length - sent, Until(reply.WaitsAfter, sent), Until(reply.BreaksAfter, sent), Until(reply.EndsAfter, sent) }.Min();
            if (count == 0)
                return;

            request.Sent(count); // Before the write: when a client has all bytes, they must be counted.
            await context.Response.Body.WriteAsync(body.Slice(sent, count), cancellationToken);
            sent += count;
        }
    }

    private static long Until(long? mark, long sent) => mark > sent ? mark.Value - sent : long.MaxValue;
}
