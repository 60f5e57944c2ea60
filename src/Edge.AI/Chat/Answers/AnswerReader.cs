using Edge.AI.Chat.Tools;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat.Answers;

/// <summary>
/// Splits what a model writes into thoughts, text and calls, as it comes. What could be the beginning of a marker is held back until
/// that is certain, and a call until it is whole. Stop strings are looked for in text only.
/// </summary>
/// <param name="format">How the model thinks and calls.</param>
/// <param name="tools">The tools that were offered; null for none.</param>
/// <param name="stopStrings">Strings that end the answer.</param>
/// <param name="isThinking">Whether the prompt ends within a thought.</param>
internal sealed class AnswerReader(AnswerFormat format, ToolSet? tools, IReadOnlyList<string> stopStrings, bool isThinking)
{
    private readonly StopStringFilter _filter = new(stopStrings);
    private readonly IReadOnlyList<CallOpener> _openers = tools is null ? [] : format.Tools.Openers;
    private readonly List<AIContent> _contents = [];
    private string _held = "";
    private bool _atStart = true;
    private bool _skipsSpace = isThinking;

    /// <summary>Whether the model is thinking at the moment.</summary>
    public bool IsThinking { get; private set; } = isThinking;

    /// <summary>Whether a tool was called.</summary>
    public bool HasCalls { get; private set; }

    /// <summary>Whether there is no need to read on: a stop string occurred, or the one call that is allowed.</summary>
    public bool IsComplete => _filter.Stopped || (HasCalls && tools is { AllowsSeveral: false });

    /// <summary>Takes the next piece of text, and returns what is certain.</summary>
    public AIContent[] Append(string text) => Read(text, isEnd: false);

    /// <summary>What was held back, now that nothing can follow.</summary>
    public AIContent[] Flush() => Read("", isEnd: true);

    private AIContent[] Read(string text, bool isEnd)
    {
        _contents.Clear();
        _held += text;
        while (_held.Length > 0 && !IsComplete && (IsThinking ? ReadThought(isEnd) : ReadText(isEnd)))
        {
        }

        if (isEnd && !IsComplete)
            AddCertain(_filter.Flush());
        return [.. _contents];
    }

    /// <summary>Goes on in a thought; false if more must come first.</summary>
    private bool ReadThought(bool isEnd)
    {
        SkipSpace();
        var close = _held.IndexOf(format.Thoughts!.Close, StringComparison.Ordinal);
        var (call, opener, opens) = FirstCall(close < 0 ? _held : _held[..close], isEnd);
        if (opener is not null)
        {
            AddThought(Take(_held.AsSpan(0, call).TrimEnd().Length));
            IsThinking = opens is null; // a call that begins in a thought ends it, for models that forget the marker
            return !IsThinking;
        }

        if (close >= 0)
        {
            AddThought(_held[..close].TrimEnd());
            _held = _held[(close + format.Thoughts.Close.Length)..];
            (IsThinking, _skipsSpace) = (false, true);
            return true;
        }

        AddThought(TakeCertain(isEnd, [format.Thoughts.Close, .. _openers.Select(known => known.Marker)], holdsSpace: true));
        return false;
    }

    /// <summary>Goes on in the text; false if more must come first.</summary>
    private bool ReadText(bool isEnd)
    {
        SkipSpace();
        if (_atStart && format.Thoughts is { Open: var open } && JsonText.Skip(_held, 0, open, isEnd) is not 0 and var after)
        {
            if (after > 0)
                (_held, IsThinking, _skipsSpace) = (_held[after..], true, true);
            return after > 0;
        }

        var (call, opener, opens) = FirstCall(_held, isEnd);
        if (opener is null)
        {
            Add(_openers.Count == 0 ? Take(_held.Length) : TakeCertain(isEnd, PossibleMarkers(), holdsSpace: true));
            return false;
        }

        var reading = opens is null ? null : format.Tools.Read(_held[call..], isEnd, tools!);
        if (reading is { Calls.Count: 0 })
        {
            Add(Take(call + opener.Marker.Length)); // it only looked like a call
            return true;
        }

        var before = _held[..call].TrimEnd();
        Add(before);
        _held = _held[before.Length..];
        if (reading is null)
            return false;

        AddCertain(_filter.Flush());
        _held = _held[(call - before.Length + reading.Length)..];
        _contents.AddRange(reading.Calls.Take(tools!.AllowsSeveral ? int.MaxValue : 1).Select(read => read.ToContent(format.Tools.CallIds)));
        (HasCalls, _skipsSpace, _atStart) = (true, true, false);
        return true;
    }

    private string[] PossibleMarkers() => [.. _openers.Where(known => _atStart || !known.AtStart).Select(known => known.Marker)];

    /// <summary>Where the first call begins, or where one may begin.</summary>
    private (int At, CallOpener? Opener, bool? Opens) FirstCall(string text, bool isEnd)
    {
        (int At, CallOpener? Opener, bool? Opens) first = (text.Length, null, false);
        foreach (var opener in _openers)
        {
            if (IsThinking && tools!.IsRequired)
                break; // the grammar has the call come after the thought

            for (var at = text.IndexOf(opener.Marker, StringComparison.Ordinal); at >= 0 && at < first.At; at = text.IndexOf(opener.Marker, at + 1, StringComparison.Ordinal))
            {
                if (opener.AtStart && (!_atStart || IsThinking || !text.AsSpan(0, at).IsWhiteSpace()))
                    break;
                if (opener.Opens(text.AsSpan(at)) is not false and var opens && !(isEnd && opens is null))
                    first = (at, opener, opens);
            }
        }

        return first;
    }

    /// <summary>Takes what can't be the beginning of a marker, and, where white space before one is dropped, no such space either.</summary>
    private string TakeCertain(bool isEnd, IReadOnlyList<string> markers, bool holdsSpace)
    {
        if (isEnd)
            return Take(_held.Length);

        var certain = _held.AsSpan(0, _held.Length - Marker.LongestBeginning(_held, markers));
        return Take(holdsSpace ? certain.TrimEnd().Length : certain.Length);
    }

    private string Take(int length)
    {
        var taken = _held[..length];
        _held = _held[length..];
        return taken;
    }

    /// <summary>Drops the space that sets a thought or a call off from what follows.</summary>
    private void SkipSpace()
    {
        if (!_skipsSpace)
            return;

        _held = _held.TrimStart();
        _skipsSpace = _held.Length == 0;
    }

    private void Add(string text)
    {
        _atStart &= string.IsNullOrWhiteSpace(text);
        if (text.Length > 0)
            AddCertain(_filter.Append(text));
    }

    private void AddCertain(string text)
    {
        if (text.Length > 0)
            _contents.Add(new TextContent(text));
    }

    private void AddThought(string text)
    {
        if (text.Length > 0)
            _contents.Add(new TextReasoningContent(text));
    }
}
