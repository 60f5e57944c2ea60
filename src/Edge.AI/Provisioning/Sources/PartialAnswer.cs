namespace Edge.AI.Provisioning;

/// <summary>Tells whether a 206 really goes on where the bytes on disk end. Servers and caches get each of these wrong.</summary>
internal static class PartialAnswer
{
    public static bool Continues(HttpResponseMessage response, FileRequest request) =>
        response.Content.Headers.ContentRange is { Unit: "bytes", HasRange: true } range
        && range.From == request.BytesOnDisk
        && range.To < (request.End ?? request.File.Size)
        && (!range.HasLength || range.Length == request.File.Size)
        && SameTag(response, request);

    private static bool SameTag(HttpResponseMessage response, FileRequest request) =>
        request.Origin?.ETag is not { } ours || response.Headers.ETag is not { } theirs || (!theirs.IsWeak && theirs.Tag == ours);
}
