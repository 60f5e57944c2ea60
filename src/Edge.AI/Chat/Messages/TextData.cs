using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat.Messages;

/// <summary>Reads data that is text, which every model can read.</summary>
internal static class TextData
{
    /// <summary>Structured text outside of <c>text/*</c>, without the suffixes <c>+json</c>, <c>+xml</c> and <c>+yaml</c> (RFC 6839, RFC 9512).</summary>
    private static readonly string[] MediaTypes =
        ["application/json", "application/jsonl", "application/x-ndjson", "application/xml", "application/yaml", "application/x-yaml", "application/toml", "application/javascript", "application/sql"];

    private static readonly string[] Suffixes = ["+json", "+xml", "+yaml"];

    /// <summary>Returns the text; null if the data is not text, or has a character set that this machine does not support.</summary>
    public static string? Read(DataContent data)
    {
        if (!MediaTypeHeaderValue.TryParse(data.MediaType, out var type) || !IsText(type.MediaType ?? "") || EncodingOf(type.CharSet) is not { } encoding)
            return null;

        using var reader = new StreamReader(new MemoryStream(data.Data.ToArray()), encoding, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }

    private static bool IsText(string mediaType) =>
        mediaType.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
        || MediaTypes.Contains(mediaType, StringComparer.OrdinalIgnoreCase)
        || (mediaType.StartsWith("application/", StringComparison.OrdinalIgnoreCase) && Suffixes.Any(suffix => mediaType.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))); // not image/svg+xml, which is an image

    private static Encoding? EncodingOf(string? charset)
    {
        if (string.IsNullOrEmpty(charset))
            return Encoding.UTF8;

        var name = charset.Trim('"', '\'', ' ');
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException) // unknown, or UTF-7, which .NET does not support
        {
            return null;
        }
    }
}
