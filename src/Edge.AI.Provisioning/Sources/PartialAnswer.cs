using System.Net;

namespace Edge.AI.Sources;

/// <summary>Decides whether the body of an answer is the rest of the file, all of it, or neither. Servers and caches make mistakes with all three.</summary>
internal static class PartialAnswer
{
    /// <summary>Whether a 206 really continues where the bytes on disk end.</summary>
    public static bool Continues(HttpResponseMessage response, FileRequest request) =>
        response.StatusCode == HttpStatusCode.PartialContent
        && response.Content.Headers.ContentRange is { Unit: "bytes", HasRange: true } range
        && range.From == request.BytesOnDisk
        && range.To < (request.End ?? request.File.Size)
        && (!range.HasLength || range.Length == request.File.Size)
        && (response.Content.Headers.ContentLength ?? 0) <= (request.End ?? request.File.Size) - request.BytesOnDisk
        && IsSameVersion(response, request);

    /// <summary>Whether the body of an answer to a request for a part is the whole file: a 203 is a 200 of a proxy (RFC 9110, 15.3.4), and some servers answer every request with a 206.</summary>
    public static bool IsWhole(HttpResponseMessage response, ModelFile file) => response.StatusCode switch
    {
        HttpStatusCode.OK or HttpStatusCode.NonAuthoritativeInformation => response.Content.Headers.ContentRange is null || Covers(response, file),
        HttpStatusCode.PartialContent => Covers(response, file),
        _ => false,
    };

    /// <summary>Whether the body begins where the file does, in an answer to a request for all of it. An unrequested 206 can end early.</summary>
    public static bool Begins(HttpResponseMessage response, ModelFile file) =>
        response.StatusCode is HttpStatusCode.OK or HttpStatusCode.NonAuthoritativeInformation || IsFirstPart(response, file);

    private static bool IsFirstPart(HttpResponseMessage response, ModelFile file) =>
        response.StatusCode == HttpStatusCode.PartialContent
        && response.Content.Headers.ContentRange is { Unit: "bytes", HasRange: true, From: 0 } range
        && range.To < file.Size
        && (!range.HasLength || range.Length == file.Size);

    private static bool Covers(HttpResponseMessage response, ModelFile file) =>
        response.Content.Headers.ContentRange is { Unit: "bytes", HasRange: true, From: 0 } range
        && range.To == file.Size - 1
        && (response.Content.Headers.ContentLength ?? file.Size) == file.Size;

    private static bool IsSameVersion(HttpResponseMessage response, FileRequest request) => request.Origin switch
    {
        { ETag: { } ours } => response.Headers.ETag is not { } theirs || (!theirs.IsWeak && theirs.Tag == ours),
        { LastModified: { } ours } => response.Content.Headers.LastModified is not { } theirs || theirs == ours,
        _ => true,
    };
}
