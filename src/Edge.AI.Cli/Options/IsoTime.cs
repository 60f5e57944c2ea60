using System.CommandLine.Parsing;
using System.Globalization;

namespace Edge.AI.Cli.Options;

/// <summary>Parses a time in ISO 8601. A time without an offset is not converted, because templates print the local time.</summary>
internal static class IsoTime
{
    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static DateTimeOffset? Parse(ArgumentResult result)
    {
        var text = result.Tokens[^1].Value;
        if (DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return time;

        result.AddError($"'{text}' is not an ISO 8601 time. Examples: 2026-01-15T12:30:00 or 2026-01-15T12:30:00+01:00.");
        return null;
    }
}
