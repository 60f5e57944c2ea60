using System.Text;

namespace Edge.AI.Chat.Answers;

/// <summary>
/// Passes text through up to the first stop string, which may be spread over several pieces. Text that may be the beginning of a stop string is held back until that is certain.
/// </summary>
internal sealed class StopStringFilter(IReadOnlyList<string> stopStrings)
{
    private readonly StringBuilder _held = new();

    /// <summary>Whether a stop string occurred. The answer ends before it.</summary>
    public bool Stopped { get; private set; }

    /// <summary>Appends a piece, and returns the text that is certainly part of the answer.</summary>
    public string Append(string piece)
    {
        if (stopStrings.Count == 0)
            return piece;

        var text = _held.Append(piece).ToString();
        _held.Clear();
        var stop = FirstStop(text);
        if (stop >= 0)
        {
            Stopped = true;
            return text[..stop];
        }

        var certain = text.Length - Marker.LongestBeginning(text, stopStrings);
        _held.Append(text, certain, text.Length - certain);
        return text[..certain];
    }

    /// <summary>Returns the text that was held back, at the end of the answer.</summary>
    public string Flush()
    {
        var rest = _held.ToString();
        _held.Clear();
        return rest;
    }

    /// <summary>Returns where the stop string begins that is complete first, so that the result does not depend on the pieces; -1 if there is none.</summary>
    private int FirstStop(string text)
    {
        var (first, firstEnd) = (-1, int.MaxValue);
        foreach (var stop in stopStrings)
        {
            var at = text.IndexOf(stop, StringComparison.Ordinal);
            var end = at + stop.Length;
            if (at >= 0 && (end < firstEnd || (end == firstEnd && at < first)))
                (first, firstEnd) = (at, end);
        }

        return first;
    }
}
