using Edge.AI.Templates.Limits;

namespace Edge.AI.Templates.Values;

/// <summary>A string that knows which of its characters are input. Offsets are in UTF-16 characters, indexes in code points.</summary>
internal sealed class StringValue : TemplateValue
{
    public static readonly StringValue Empty = new("", [], TextOrigin.Template);

    private const int LongestMapped = 4096;

    private readonly TextRun[] _runs;
    private readonly TextOrigin _origin;

    private StringValue(string text, TextRun[] runs, TextOrigin origin, bool isMarkup = false)
    {
        Text = text;
        _runs = runs;
        _origin = origin;
        IsMarkup = isMarkup;
        WorkMeter.Allocate(40 + (2L * text.Length) + (8L * runs.Length));
    }

    /// <summary>Shares the text of another value, which is not charged again.</summary>
    private StringValue(StringValue other, bool isMarkup) =>
        (Text, _runs, _origin, IsMarkup) = (other.Text, other._runs, other._origin, isMarkup);

    public string Text { get; }

    /// <summary>
    /// Gets whether the text is the result of <c>safe</c> or <c>escape</c>. Then <c>+</c> escapes the other operand, as for HTML. It does not make
    /// prompts better, but models were trained with it.
    /// </summary>
    public bool IsMarkup { get; }

    /// <summary>Gets whether all characters have one origin.</summary>
    public bool IsUniform => _runs.Length == 0;

    /// <summary>Gets whether any character is input.</summary>
    public bool HasInput => _runs.Length > 1 || _origin == TextOrigin.Input;

    /// <summary>Gets the origin for values that are computed from the whole string: input if any character is.</summary>
    public TextOrigin Origin => HasInput ? TextOrigin.Input : TextOrigin.Template;

    public override string TypeName => "str";

    public override bool IsTruthy => Text.Length > 0;

    public override int? Count => CodePoints.Count(Text);

    protected override IEnumerable<TemplateValue> RawElements
    {
        get
        {
            TemplateLimits.CheckList(Text.Length);
            for (var i = 0; i < Text.Length;)
            {
                var length = CodePoints.LengthAt(Text, i);
                yield return Slice(i, length).AsMarkup(false);
                i += length;
            }
        }
    }

    public static StringValue Of(string text, TextOrigin origin) => text.Length == 0 ? Empty : new(text, [], origin);

    public static StringValue FromTemplate(string text) => Of(text, TextOrigin.Template);

    public static StringValue FromInput(string text) => Of(text, TextOrigin.Input);

    public static StringValue Create(string text, IReadOnlyList<TextRun> runs) => runs.Count switch
    {
        0 => Empty,
        1 => new(text, [], runs[0].Origin),
        _ => new(text, [.. runs], TextOrigin.Input),
    };

    /// <summary>Joins two strings.</summary>
    public static StringValue Concat(StringValue left, StringValue right)
    {
        if (left.Text.Length == 0)
            return right;
        if (right.Text.Length == 0)
            return left;

        TemplateLimits.CheckText((long)left.Text.Length + right.Text.Length);
        if (left._runs.Length == 0 && right._runs.Length == 0 && left._origin == right._origin)
            return new(left.Text + right.Text, [], left._origin);

        var output = new TextBuilder();
        output.Append(left);
        output.Append(right);
        return output.ToValue();
    }

    /// <summary>Joins the strings that are not empty, with a separator of the template between them.</summary>
    public static StringValue Join(string separator, IEnumerable<StringValue> parts)
    {
        var output = new TextBuilder();
        var isFirst = true;
        foreach (var part in parts.Where(part => part.Text.Length > 0))
        {
            if (!isFirst)
                output.Append(separator, TextOrigin.Template);
            output.Append(part);
            isFirst = false;
        }

        return output.ToValue();
    }

    public StringValue Slice(int start, int length)
    {
        if (length <= 0)
            return Empty.AsMarkup(IsMarkup);
        if (length == Text.Length)
            return this;
        if (_runs.Length == 0)
            return new(Text.Substring(start, length), [], _origin, IsMarkup);

        var output = new TextBuilder();
        output.Append(this, start, length);
        return output.ToValue().AsMarkup(IsMarkup);
    }

    public StringValue AsMarkup(bool isMarkup) => isMarkup == IsMarkup ? this : new(this, isMarkup);

    /// <summary>Changes the text piece by piece, for changes that depend on one character at a time. Each piece is charged.</summary>
    public StringValue Map(Func<string, string> change)
    {
        if (_runs.Length == 0 && Text.Length <= LongestMapped)
            return Of(change(Text), _origin).AsMarkup(IsMarkup);

        var output = new TextBuilder();
        foreach (var (text, origin) in Pieces(0, Text.Length))
        {
            for (var rest = text; rest.Length > 0;)
            {
                var length = Math.Min(rest.Length, LongestMapped);
                if (length < rest.Length && char.IsHighSurrogate(rest.Span[length - 1]))
                    length--;
                output.Append(change(rest[..length].ToString()), origin);
                rest = rest[length..];
            }
        }

        return output.ToValue().AsMarkup(IsMarkup);
    }

    /// <summary>Returns the runs of equal origin between two offsets.</summary>
    public IEnumerable<(ReadOnlyMemory<char> Text, TextOrigin Origin)> Pieces(int start, int length)
    {
        if (_runs.Length == 0)
        {
            yield return (Text.AsMemory(start, length), _origin);
            yield break;
        }

        var (from, end) = (start, start + length);
        foreach (var run in _runs)
        {
            var to = Math.Min(run.End, end);
            if (to > from)
            {
                yield return (Text.AsMemory(from, to - from), run.Origin);
                from = to;
            }
        }
    }

    public override void WriteText(TextBuilder output) => output.Append(this);

    public override void WriteRepr(ReprBuilder output)
    {
        if (HasInput)
            output.MarkInput();
        output.Append(IsMarkup ? "Markup(" : "");
        PythonRepr.WriteQuoted(Text, output);
        output.Append(IsMarkup ? ")" : "");
    }

    public override StringValue ToText() => this;

    public override TemplateValue? FindItem(TemplateValue key)
    {
        if (!Numbers.TryGetInteger(key, out var index) || CodePoints.Resolve(index, Count!.Value) is not { } position)
            return null;

        var start = CodePoints.OffsetOf(Text, position);
        return Slice(start, CodePoints.LengthAt(Text, start));
    }

    public override string ToString() => Text;
}
