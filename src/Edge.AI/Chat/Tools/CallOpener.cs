using System.Text.RegularExpressions;

namespace Edge.AI.Chat.Tools;

/// <summary>How a call begins in what a model writes.</summary>
/// <param name="Marker">The text that it begins with.</param>
/// <param name="Then">What must follow, after white space, for it to be a call; null if the marker is enough.</param>
/// <param name="AtStart">Whether it is a call only where the answer begins.</param>
internal sealed record CallOpener(string Marker, string? Then = null, bool AtStart = false)
{
    /// <summary>A regular expression whose first group begins where the call does. What it matches fits the format's grammar.</summary>
    public string Pattern => $"{(AtStart ? "^" + CallGrammar.SpacePattern : "")}({Regex.Escape(Marker)}{(Then is null ? "" : CallGrammar.SpacePattern + Regex.Escape(Then))})";

    /// <summary>Whether a text that begins with the marker is a call; null while that can't be told.</summary>
    public bool? Opens(ReadOnlySpan<char> text)
    {
        if (Then is null)
            return true;

        var rest = text[Marker.Length..].TrimStart();
        return rest.StartsWith(Then, StringComparison.Ordinal) ? true
            : Then.AsSpan().StartsWith(rest, StringComparison.Ordinal) ? null
            : false;
    }
}
