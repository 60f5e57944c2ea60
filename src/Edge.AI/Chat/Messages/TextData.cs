using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat.Messages;

/// <summary>Data that is text: what every model can read.</summary>
internal static class TextData
{
    /// <summary>Structured text outside of <c>text/*</c>, without the suffixes <c>+json</c>, <c>+xml</c> and <c>+yaml</c> (RFC 6839, RFC 9512).</summary>
    private static readonly string[] MediaTypes =
        ["application/json", "application/jsonl", "application/x-ndjson", "application/xml", "application/yaml", "application/x-yaml", "application/toml", "application/javascript", "application/sql"];

    private static readonly string[] Suffixes = ["+json", "+xml", "+yaml"];

    /// <summary>The text; null if it is something else, or in a character set that this machine does not know.</summary>
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
        || (mediaType.StartsWith("application/", StringComparison.OrdinalIgnoreCase) && Suffixes.Any(suffix => mediaType.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))); // not image/svg+xml, which is meant to be seen

    private static Encoding? EncodingOf(string? charset)
    {
        if (string.IsNullOrEmpty(charset))
            return Encoding.UTF8;

        var name = charset.Trim('"', '\'', ' ');
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException) // unknown, or UTF-7, which .NET refuses
        {
            return null;
        }
    }
}
