using System.Globalization;
using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Text;

/// <summary>The format of a field of a format string, as in <c>%08.3f</c> and <c>{:&gt;8}</c>.</summary>
internal sealed record FieldSpec
{
    public char Fill { get; init; } = ' ';

    /// <summary><c>&lt;</c>, <c>&gt;</c>, <c>^</c>, <c>=</c> for padding after the sign, or null.</summary>
    public char? Align { get; init; }

    /// <summary>Gets the sign of a number that is not negative: a plus, a space or nothing.</summary>
    public string Sign { get; init; } = "";

    public bool HasPrefix { get; init; }

    public char? Grouping { get; init; }

    public int Width { get; init; }

    public int? Precision { get; init; }

    public char? Type { get; init; }

    public FieldSpec WithFlag(char flag) => flag switch
    {
        '-' => this with { Align = '<' },
        '+' => this with { Sign = "+" },
        ' ' when Sign.Length == 0 => this with { Sign = " " },
        '0' when Align is null => this with { Align = '=', Fill = '0' },
        '#' => this with { HasPrefix = true },
        _ => this,
    };

    public static int ParseCount(ReadOnlySpan<char> digits) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        ? count
        : throw new TemplateError("a width or precision is too large");

    /// <summary>Returns the start of a text, with the length of the precision.</summary>
    public StringValue Cut(StringValue text) => Precision is { } length && length < text.Count
        ? text.Slice(0, CodePoints.OffsetOf(text.Text, length))
        : text;

    public StringValue Pad(StringValue text, bool isLeftByDefault)
    {
        var gap = (long)Width - text.Count!.Value;
        if (gap <= 0)
            return text;

        var fill = StringValue.FromTemplate(Fill.ToString());
        var isNumber = Type is not (null or 's' or 'r' or 'a' or 'c');
        switch (Align ?? (isLeftByDefault ? '<' : '>'))
        {
            case '<':
                return PythonText.Pad(text, 0, gap, isNumber || Fill != '0' ? fill : StringValue.FromTemplate(" "));
            case '^':
                return PythonText.Pad(text, gap / 2, gap - (gap / 2), fill);
            case '=' when isNumber:
                var sign = text.Text[0] is '-' or '+' or ' ' ? 1 : 0;
                sign += text.Text.AsSpan(sign) is ['0', 'x' or 'X' or 'o' or 'b', ..] ? 2 : 0;
                var digits = PythonText.Pad(text.Slice(sign, text.Text.Length - sign), gap, 0, fill);
                return StringValue.Concat(text.Slice(0, sign), digits);
            case '=':
                return PythonText.Pad(text, gap, 0, StringValue.FromTemplate(" "));
            default:
                return PythonText.Pad(text, gap, 0, fill);
        }
    }
}
