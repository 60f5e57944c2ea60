using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Edge.AI.Tools;

/// <summary>
/// Finds and replaces unpaired surrogates. Text that was cut at a fixed length may end with one, and JSON may contain one as an escape (RFC 8259, section 8.2). UTF-8 cannot
/// express them, so the model sees U+FFFD instead, as with .NET's encoders.
/// </summary>
internal static class UnpairedSurrogates
{
    private const int EscapeLength = 6;
    private const string Replacement = "\\ufffd";

    public static bool AreIn(ReadOnlySpan<char> text)
    {
        for (var at = 0; text[at..].IndexOfAnyInRange('\uD800', '\uDFFF') is >= 0 and var skipped;)
        {
            at += skipped;
            if (Rune.DecodeFromUtf16(text[at..], out _, out var length) != OperationStatus.Done)
                return true;
            at += length;
        }

        return false;
    }

    public static string Replace(string text) => AreIn(text) ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;

    /// <summary>Returns the JSON with U+FFFD in place of unpaired surrogates.</summary>
    public static JsonElement Replace(JsonElement json)
    {
        var text = json.GetRawText();
        StringBuilder? whole = null;
        var copied = 0;
        for (var at = 0; text.AsSpan(at).IndexOf('\\') is >= 0 and var skipped;)
        {
            at += skipped;
            if (text[at + 1] != 'u')
            {
                at += 2;
            }
            else if (!char.IsSurrogate(UnitAt(text, at)))
            {
                at += EscapeLength;
            }
            else if (text.AsSpan(at + EscapeLength).StartsWith(@"\u", StringComparison.Ordinal) && char.IsSurrogatePair(UnitAt(text, at), UnitAt(text, at + EscapeLength)))
            {
                at += 2 * EscapeLength;
            }
            else
            {
                (whole ??= new()).Append(text, copied, at - copied).Append(Replacement);
                copied = at += EscapeLength;
            }
        }

        return whole is null ? json : JsonElement.Parse(whole.Append(text, copied, text.Length - copied).ToString());
    }

    private static char UnitAt(string json, int escape) => (char)ushort.Parse(json.AsSpan(escape + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
