using System.Text;
using Edge.AI.Store;

namespace Edge.AI.Staging;

/// <summary>
/// Refuses a body that is not a GGUF file before a byte is written: a proxy, a hotel's login or an expired link answers
/// every request with a web page and the status 200.
/// </summary>
internal static class FirstBytes
{
    public const int Needed = 4;

    private const string Hint = "It may be the page of a proxy or a login. Open the file's address in a browser on this machine, and check the proxy settings.";

    public static void Check(FilePlace place, ReadOnlySpan<byte> first, string origin)
    {
        var expected = "GGUF"u8[..Math.Min(first.Length, Needed)];
        if (!first.StartsWith(expected))
            throw new ModelValidationException(place.File.Name, $"is not a model: {origin} answered with {Kind(first)}.", Hint);
    }

    private static string Kind(ReadOnlySpan<byte> first)
    {
        var start = Encoding.Latin1.GetString(first[..Math.Min(first.Length, 256)]).TrimStart('\u00EF', '\u00BB', '\u00BF', ' ', '\t', '\r', '\n');
        return start.StartsWith('<') ? "a web page (HTML)"
            : start.All(character => character is >= ' ' and < '\u007F' or '\t' or '\r' or '\n') ? "text"
            : "bytes that do not begin with 'GGUF'";
    }
}
