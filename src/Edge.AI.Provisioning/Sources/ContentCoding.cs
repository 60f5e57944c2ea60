namespace Edge.AI.Sources;

/// <summary>Decides whether a body is compressed or encrypted. Servers also name codings that change nothing.</summary>
internal static class ContentCoding
{
    /// <summary>The content codings that change bytes: https://www.iana.org/assignments/http-parameters (Content Coding Registry), all but identity.</summary>
    private static readonly HashSet<string> Real = new(StringComparer.OrdinalIgnoreCase)
    {
        "aes128gcm", "br", "compress", "dcb", "dcz", "deflate", "exi", "gzip", "pack200-gzip", "x-compress", "x-gzip", "zstd",
    };

    /// <summary>
    /// Returns the coding of the body; null if there is none. An unknown name (<c>aws-chunked</c>, <c>none</c>, <c>utf-8</c>) is ignored, because size and digest prove the bytes.
    /// </summary>
    public static string? Of(HttpResponseMessage response) => response.Content.Headers.NonValidated.TryGetValues("Content-Encoding", out var values)
        ? values.SelectMany(value => value.Split([',', ';', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries)).FirstOrDefault(Real.Contains)
        : null;
}
