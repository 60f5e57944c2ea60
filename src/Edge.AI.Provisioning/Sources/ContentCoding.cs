namespace Edge.AI.Sources;

/// <summary>Tells whether a body is compressed or encrypted on its way. Servers name codings that encode nothing, too.</summary>
internal static class ContentCoding
{
    /// <summary>The content codings that change bytes: https://www.iana.org/assignments/http-parameters (Content Coding Registry), all but identity.</summary>
    private static readonly HashSet<string> Real = new(StringComparer.OrdinalIgnoreCase)
    {
        "aes128gcm", "br", "compress", "dcb", "dcz", "deflate", "exi", "gzip", "pack200-gzip", "x-compress", "x-gzip", "zstd",
    };

    /// <summary>
    /// The coding of the body; null if there is none. An unknown name (<c>aws-chunked</c>, <c>none</c>, <c>utf-8</c>) is none: size and digest prove the bytes.
    /// </summary>
    public static string? Of(HttpResponseMessage response) => response.Content.Headers.NonValidated.TryGetValues("Content-Encoding", out var values)
        ? values.SelectMany(value => value.Split([',', ';', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries)).FirstOrDefault(Real.Contains)
        : null;
}
