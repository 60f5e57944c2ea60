using System.Text;
using Edge.AI.Templates.Limits;

namespace Edge.AI.Templates.Values;

/// <summary>Builds a text and stores the origin of every piece.</summary>
internal sealed class TextBuilder
{
    private const int ChunkLength = 1024;

    private readonly StringBuilder _text = new();
    private readonly List<TextRun> _runs = [];

    public void Append(ReadOnlySpan<char> text, TextOrigin origin)
    {
        if (text.IsEmpty)
            return;

        TemplateLimits.CheckText((long)_text.Length + text.Length);
        WorkMeter.Charge(4);
        WorkMeter.Allocate(2L * text.Length);
        _text.Append(text);
        var run = new TextRun(_text.Length, origin);
        if (_runs.Count > 0 && _runs[^1].Origin == origin)
            _runs[^1] = run;
        else
            AddRun(run);
    }

    public int Length => _text.Length;

    /// <summary>Appends a value many times.</summary>
    public void Append(StringValue value, long count)
    {
        if (!value.IsUniform || value.Text.Length is 0 or >= ChunkLength)
        {
            for (; count > 0; count--)
                Append(value);
            return;
        }

        var many = ChunkLength / value.Text.Length;
        var chunk = count < many ? "" : string.Concat(Enumerable.Repeat(value.Text, many));
        for (; count >= many; count -= many)
            Append(chunk, value.Origin);
        for (; count > 0; count--)
            Append(value);
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
        var (whole, start) = (_text.ToString(), 0);
        for (var i = 0; i < segments.Length; i++)
        {
            segments[i] = new PromptSegment(whole[start.._runs[i].End], _runs[i].Origin);
            start = _runs[i].End;
        }

        return segments;
    }

    private void AddRun(TextRun run)
    {
        WorkMeter.Allocate(8);
        _runs.Add(run);
    }
}
