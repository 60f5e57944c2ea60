using System.Text.RegularExpressions;

namespace Edge.AI.Tools;

/// <summary>The beginning of a call in generated text.</summary>
/// <param name="Marker">The text that begins the call.</param>
/// <param name="AtStart">Whether it begins a call only at the beginning of the answer.</param>
/// <param name="Then">Texts, one of which must follow after white space; empty if the marker is sufficient. A line break matches any white space.</param>
internal sealed record CallOpener(string Marker, bool AtStart = false, params IReadOnlyList<string> Then)
{
    /// <param name="marker">The text that begins the call.</param>
    /// <param name="then">The text that must follow after white space.</param>
    public CallOpener(string marker, string then)
        : this(marker, AtStart: false, then)
    {
    }

    /// <summary>A regular expression whose first group begins at the call. The match fits the format's grammar.</summary>
    public string Pattern => $"{(AtStart ? "^" + CallGrammar.SpacePattern : "")}({Regex.Escape(Marker)}{(Then.Count == 0 ? "" : $"(?:{string.Join('|', Then.Select(ThenPattern))})")})";

    /// <summary>Whether a text that begins with the marker is a call; null if more text is needed.</summary>
    public bool? Opens(ReadOnlySpan<char> text)
    {
        if (Then.Count == 0)
            return true;

        var mayCome = false;
        foreach (var then in Then)
        {
            var after = JsonScanner.Skip(text, Marker.Length, then, isEnd: false);
            if (after > Marker.Length)
                return true;
            mayCome |= after < 0;
        }

        return mayCome ? null : false;
    }

    private static string ThenPattern(string then) => string.Concat(then.Split('\n').Select(part => CallGrammar.SpacePattern + Regex.Escape(part)));
}
