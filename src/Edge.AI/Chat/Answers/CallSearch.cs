using Edge.AI.Tools;

namespace Edge.AI.Chat.Answers;

/// <summary>Finds the place where a call begins.</summary>
internal sealed class CallSearch(IReadOnlyList<CallOpener> openers)
{
    /// <summary>Returns the markers that begin a call.</summary>
    /// <param name="atStart">Whether the answer has no text yet.</param>
    public IEnumerable<string> Markers(bool atStart) => openers.Where(opener => atStart || !opener.AtStart).Select(opener => opener.Marker);

    /// <summary>Returns the first place that begins a call, or may still become one; null if there is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="atStart">Whether there are only blanks before the text.</param>
    /// <param name="isEnd">Whether the text is complete.</param>
    public (int At, CallOpener Opener, bool IsCertain)? First(string text, bool atStart, bool isEnd)
    {
        (int At, CallOpener Opener, bool IsCertain)? first = null;
        foreach (var opener in openers)
        {
            for (var at = Find(text, opener, 0); at >= 0 && at < (first?.At ?? text.Length); at = Find(text, opener, at + 1))
            {
                if (opener.AtStart && !(atStart && text.AsSpan(0, at).IsWhiteSpace()))
                    break;
                if (opener.Opens(text.AsSpan(at)) is not false and var opens && !(isEnd && opens is null))
                    first = (at, opener, opens is true);
            }
        }

        return first;
    }

    private static int Find(string text, CallOpener opener, int start) => text.IndexOf(opener.Marker, start, StringComparison.Ordinal);
}
