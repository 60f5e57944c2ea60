using System.Text;
using Edge.AI.Tools;
using Microsoft.Extensions.AI;

namespace Edge.AI.Chat.Answers;

/// <summary>
/// Splits generated text into reasoning, text and tool calls while it is generated. Text that may be the beginning of a marker is held back until that is certain, and a call until
/// it is complete. Stop strings apply only to text.
/// </summary>
/// <param name="format">The format of the model's answers.</param>
/// <param name="tools">The tools that were offered; null for none.</param>
/// <param name="stopStrings">Strings that end the answer.</param>
/// <param name="isReasoning">Whether the prompt ends inside the reasoning.</param>
internal sealed class AnswerReader(AnswerFormat format, ToolSet? tools, IReadOnlyList<string> stopStrings, bool isReasoning)
{
    /// <summary>
    /// Text that is longer than this is parsed again only when it has grown by a fraction of its length, so that the cost of a call is linear in its length, even if it
    /// never ends.
    /// </summary>
    private const int HeldForShort = 4096;
    private const int GrowthBeforeReading = 64;

    /// <summary>The most failed attempts to parse a call at the end of an answer. After that, the rest is text.</summary>
    private const int MaxFailedReadings = 100;

    private readonly StopStringFilter _filter = new(stopStrings);
    private readonly CallSearch _calls = new(tools is null ? [] : format.Tools.Openers(tools));
    private readonly string[] _separators = [.. format.Separators];
    private string[]? _markersAtStart;
    private string[]? _markersInText;
    private string[]? _markersInReasoning;
    private readonly List<AIContent> _contents = [];
    private readonly StringBuilder _waiting = new();
    private string _held = "";
    private int _enough;
    private int _failedReadings;
    private bool _atStart = true;
    private bool _skipsSpace = isReasoning;
    private bool _isCutOff;

    /// <summary>Whether the answer is inside the reasoning.</summary>
    public bool IsReasoning { get; private set; } = isReasoning;

    /// <summary>Whether a tool was called.</summary>
    public bool HasCalls { get; private set; }

    /// <summary>Whether the answer is complete: a stop string occurred, or the only allowed call.</summary>
    public bool IsComplete => _filter.Stopped || (HasCalls && tools is { AllowsSeveral: false });

    // The lists are built once: this code runs for every token.
    private string[] MarkersInText => _atStart
        ? _markersAtStart ??= [.. _separators, .. _calls.Markers(atStart: true)]
        : _markersInText ??= [.. _separators, .. _calls.Markers(atStart: false)];

    private string[] MarkersInReasoning => _markersInReasoning ??= [format.Reasoning!.Close, .. _calls.Markers(atStart: false)];

    /// <summary>Appends a piece of text, and returns the contents that are certain.</summary>
    public AIContent[] Append(string text) => Read(text, isEnd: false);

    /// <summary>Returns the contents that were held back, at the end of the answer.</summary>
    /// <param name="isCutOff">Whether the answer was cut off. Then an incomplete call is dropped, so that it is not run.</param>
    public AIContent[] Flush(bool isCutOff = false)
    {
        _isCutOff = isCutOff;
        return Read("", isEnd: true);
    }

    private AIContent[] Read(string text, bool isEnd)
    {
        if (_waiting.Length + text.Length < _enough && !isEnd)
        {
            _waiting.Append(text);
            return [];
        }

        _contents.Clear();
        _held = _waiting.Length == 0 ? _held + text : $"{_held}{_waiting}{text}";
        _waiting.Clear();
        while (_held.Length > 0 && !IsComplete && (IsReasoning ? ReadReasoning(isEnd) : ReadText(isEnd)))
        {
        }

        if (isEnd && !IsComplete)
            AddCertain(_filter.Flush());
        _enough = Math.Max(0, _held.Length - HeldForShort) / GrowthBeforeReading;
        return [.. _contents];
    }

    /// <summary>Reads reasoning; false if more text is needed.</summary>
    private bool ReadReasoning(bool isEnd)
    {
        SkipSpace();
        var close = _held.IndexOf(format.Reasoning!.Close, StringComparison.Ordinal);
        if (!MustThinkFirst && _calls.First(close < 0 ? _held : _held[..close], atStart: false, isEnd && !_isCutOff) is var (call, _, isCertain))
        {
            AddReasoning(Take(_held.AsSpan(0, call).TrimEnd().Length));
            IsReasoning = !isCertain; // a call that begins in the reasoning ends it, for models that forget the marker
            return !IsReasoning;
        }

        if (close >= 0)
        {
            AddReasoning(_held[..close].TrimEnd());
            _held = _held[(close + format.Reasoning.Close.Length)..];
            (IsReasoning, _skipsSpace) = (false, true);
            return true;
        }

        AddReasoning(TakeCertain(isEnd, MarkersInReasoning));
        return false;
    }

    /// <summary>Whether the grammar requires a call after the reasoning.</summary>
    private bool MustThinkFirst => tools is { IsRequired: true };

    /// <summary>Reads text; false if more text is needed.</summary>
    private bool ReadText(bool isEnd)
    {
        SkipSpace();
        if (_atStart && format.Reasoning is { Open: var open } && JsonScanner.Skip(_held, 0, open, isEnd) is not 0 and var after)
        {
            if (after > 0)
                (_held, IsReasoning, _skipsSpace) = (_held[after..], true, true);
            return after > 0;
        }

        var call = _failedReadings < MaxFailedReadings ? _calls.First(_held, _atStart, isEnd && !_isCutOff) : null;
        if (Marker.First(_held.AsSpan(0, call?.At ?? _held.Length), _separators) is var (at, separator))
            return ReadSeparator(at, separator, isEnd);
        if (call is var (start, opener, isCertain))
            return ReadCall(start, opener, isCertain, isEnd);

        if (_isCutOff && tools is { IsRequired: true })
            return false; // the beginning of a marker

        var markers = MarkersInText;
        Add(markers.Length == 0 ? Take(_held.Length) : TakeCertain(isEnd, markers));
        return false;
    }

    /// <summary>Skips a marker between texts, or between text and reasoning.</summary>
    private bool ReadSeparator(int at, string separator, bool isEnd)
    {
        Add(Take(at));
        if (!isEnd && _calls.Markers(_atStart).Any(marker => marker.Length > _held.Length && marker.StartsWith(_held, StringComparison.Ordinal)))
            return false; // it may still become a call

        Take(separator.Length);
        if (separator == format.Reasoning?.Open)
            (IsReasoning, _skipsSpace) = (true, true);
        return true;
    }

    private bool ReadCall(int start, CallOpener opener, bool isCertain, bool isEnd)
    {
        var reading = isCertain ? format.Tools.Read(_held[start..], isEnd, tools!) : null;
        if (_isCutOff && reading is not { IsWhole: true })
            reading = null;
        if (reading is { Calls.Count: 0 })
        {
            _failedReadings += isEnd ? 1 : 0;
            Add(Take(start + opener.Marker.Length)); // it is not a call
            return true;
        }

        var before = _held.AsSpan(0, start).TrimEnd().Length;
        Add(Take(before));
        if (reading is null)
            return false;

        AddCertain(_filter.Flush());
        Take(_isCutOff ? _held.Length : start - before + reading.Length); // after a call at the cut-off end, there is only an incomplete marker
        _contents.AddRange(reading.Calls.Take(tools!.AllowsSeveral ? int.MaxValue : 1).Select(read => read.ToContent(format.Tools.CallIds)));
        (HasCalls, _skipsSpace, _atStart) = (true, true, false);
        return true;
    }

    /// <summary>Takes the text that cannot be the beginning of a marker, or blanks before one.</summary>
    private string TakeCertain(bool isEnd, IReadOnlyList<string> markers)
    {
        if (isEnd)
            return Take(_held.Length);

        var certain = _held.AsSpan(0, _held.Length - Marker.LongestBeginning(_held, markers));
        return Take(certain.TrimEnd().Length);
    }

    private string Take(int length)
    {
        var taken = _held[..length];
        _held = _held[length..];
        return taken;
    }

    /// <summary>Drops the blanks after reasoning or a call.</summary>
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

    private void AddReasoning(string text)
    {
        if (text.Length > 0)
            _contents.Add(new TextReasoningContent(text));
    }
}
