using System.Text;

namespace Edge.AI.Chat.Answers;

/// <summary>
/// Passes text on until one of the stop strings occurs in it, even across the pieces it comes in: what could be the beginning
/// of one is held back until it is certain.
/// </summary>
internal sealed class StopStringFilter(IReadOnlyList<string> stopStrings)
{
    private readonly StringBuilder _held = new();

    /// <summary>Whether a stop string occurred; the answer ends before it.</summary>
    public bool Stopped { get; private set; }

    /// <summary>Takes the next piece, and returns the text that is certain to be part of the answer.</summary>
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

    /// <summary>What was held back, now that nothing can follow.</summary>
    public string Flush()
    {
        var rest = _held.ToString();
        _held.Clear();
        return rest;
    }

    /// <summary>Where the stop string that is complete first begins, so that the result does not depend on the pieces; -1 if there is none.</summary>
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
