using System.Text;
using Edge.AI.Catalog.Parsing;

namespace Edge.AI.Catalog;

/// <summary>Reads the text of a manifest file.</summary>
internal static class ManifestFileText
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the text of a manifest, including its byte order mark.</summary>
    /// <exception cref="ManifestException">The file is too long, or it is not UTF-8.</exception>
    public static string Read(string path)
    {
        using var stream = File.OpenRead(path);
        if (stream.Length > 4L * ManifestParser.MaxLength)
            throw new ManifestException(path, 1, 1, $"A manifest can have at most {ManifestParser.MaxLength} characters. This file has {stream.Length} bytes.");

        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return Decode(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), path);
    }

    private static string Decode(ReadOnlySpan<byte> bytes, string path)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            var lines = Encoding.UTF8.GetString(bytes[..exception.Index]).Split('\n');
            throw new ManifestException(path, lines.Length, lines[^1].Length + 1, "The file is not UTF-8 from this position.", exception);
        }
    }
}
