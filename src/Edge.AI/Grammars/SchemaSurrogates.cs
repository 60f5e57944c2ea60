using System.Globalization;
using System.Text.Json;

namespace Edge.AI.Grammars;

/// <summary>
/// Refuses schemas with unpaired surrogates. JSON can contain them as escapes (RFC 8259, section 8.2), and parsers treat them differently. No model can generate them.
/// </summary>
internal static class SchemaSurrogates
{
    private const int EscapeLength = 6;

    /// <exception cref="EdgeOptionException">The schema contains an unpaired surrogate.</exception>
    public static void Refuse(JsonElement schema, string option)
    {
        if (schema.ValueKind != JsonValueKind.Undefined && AreIn(schema.GetRawText()))
            throw new EdgeOptionException(option, @"a schema contains an unpaired surrogate (\ud800 to \udfff).", "Complete the surrogate pair, or remove the character.");
    }

    private static bool AreIn(ReadOnlySpan<char> json)
    {
        for (var at = 0; json[at..].IndexOf('\\') is >= 0 and var next;)
        {
            at += next;
            if (json[at + 1] != 'u')
            {
                at += 2;
            }
            else if (!char.IsSurrogate(UnitAt(json, at)))
            {
                at += EscapeLength;
            }
            else if (json[(at + EscapeLength)..].StartsWith(@"\u", StringComparison.Ordinal) && char.IsSurrogatePair(UnitAt(json, at), UnitAt(json, at + EscapeLength)))
            {
                at += 2 * EscapeLength;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    private static char UnitAt(ReadOnlySpan<char> json, int escape) => (char)ushort.Parse(json.Slice(escape + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
