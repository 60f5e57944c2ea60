using System.Text.RegularExpressions;

namespace Edge.AI.Tools;

/// <summary>How a call begins in what a model writes.</summary>
/// <param name="Marker">The text that it begins with.</param>
/// <param name="AtStart">Whether it is a call only where the answer begins.</param>
/// <param name="Then">What must follow, one of these, after white space, for it to be a call; none if the marker is enough. A line break stands for any white space.</param>
internal sealed record CallOpener(string Marker, bool AtStart = false, params IReadOnlyList<string> Then)
{
    /// <param name="marker">The text that it begins with.</param>
    /// <param name="then">What must follow, after white space.</param>
    public CallOpener(string marker, string then)
        : this(marker, AtStart: false, then)
    {
    }

    /// <summary>A regular expression whose first group begins where the call does. What it matches fits the format's grammar.</summary>
    public string Pattern => $"{(AtStart ? "^" + CallGrammar.SpacePattern : "")}({Regex.Escape(Marker)}{(Then.Count == 0 ? "" : $"(?:{string.Join('|', Then.Select(ThenPattern))})")})";

    /// <summary>Whether a text that begins with the marker is a call; null while that can't be told.</summary>
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
