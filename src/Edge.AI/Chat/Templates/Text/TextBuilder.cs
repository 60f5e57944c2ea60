using System.Text;
using Edge.AI.Chat.Templates.Values;

namespace Edge.AI.Chat.Templates.Text;

/// <summary>Builds text and remembers the origin of every piece.</summary>
internal sealed class TextBuilder
{
    private readonly StringBuilder _text = new();
    private readonly List<TextRun> _runs = [];

    public void Append(ReadOnlySpan<char> text, TextOrigin origin)
    {
        if (text.IsEmpty)
            return;

        TemplateLimits.CheckText((long)_text.Length + text.Length);
        _text.Append(text);
        var run = new TextRun(_text.Length, origin);
        if (_runs.Count > 0 && _runs[^1].Origin == origin)
            _runs[^1] = run;
        else
            _runs.Add(run);
    }

    public void Append(StringValue value) => Append(value, 0, value.Text.Length);

    /// <summary>Appends <paramref name="length"/> characters of a value from <paramref name="start"/> on.</summary>
    public void Append(StringValue value, int start, int length)
    {
        if (value.IsUniform)
        {
            Append(value.Text.AsSpan(start, length), value.Origin);
            return;
        }

        foreach (var (text, origin) in value.Pieces(start, length))
            Append(text.Span, origin);
    }

    public StringValue ToValue() => StringValue.Create(_text.ToString(), _runs);

    public IReadOnlyList<PromptSegment> ToSegments()
    {
        var segments = new PromptSegment[_runs.Count];
        var start = 0;
        for (var i = 0; i < segments.Length; i++)
        {
            segments[i] = new PromptSegment(_text.ToString(start, _runs[i].End - start), _runs[i].Origin);
            start = _runs[i].End;
        }

        return segments;
    }
}
