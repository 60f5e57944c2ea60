using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Text;

/// <summary>Reads the part after the colon in <c>{value:&gt;8.2f}</c>.</summary>
internal static class FieldSpecParser
{
    public static StringValue Apply(string text, TemplateValue value)
    {
        if (text.Length == 0)
            return value.ToText();
        if (!Numbers.IsNumber(value) && value is not StringValue)
            throw (value as UndefinedValue)?.Error() ?? new TemplateError($"unsupported format string passed to {value.TypeName}.__format__");

        var spec = Parse(text);
        var isNumber = Numbers.IsNumber(value);
        if (spec.Type is 's' or null && value is StringValue or BooleanValue)
            return spec.Pad(spec.Cut(value.ToText()), isLeftByDefault: value is StringValue);
        if (!isNumber || spec.Type is not (null or 'd' or 'x' or 'X' or 'o' or 'b' or 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or '%' or 'n'))
            throw new TemplateError($"Unknown format code '{spec.Type}' for object of type '{value.TypeName}'");

        spec = spec with { Type = spec.Type ?? (value is FloatValue ? (spec.Precision is null ? null : 'g') : 'd') };
        if (spec.Type is 'd' or 'x' or 'X' or 'o' or 'b' && value is FloatValue)
            throw new TemplateError($"Unknown format code '{spec.Type}' for object of type 'float'");
        return spec.Type is null
            ? (spec with { Type = 'f' }).Pad(value.ToText(), isLeftByDefault: false)
            : spec.Pad(NumberFormat.Format(spec, value), isLeftByDefault: false);
    }

    private static FieldSpec Parse(string text)
    {
        var (spec, at) = (new FieldSpec(), 0);
        if (text.Length > 1 && text[1] is '<' or '>' or '^' or '=')
        {
            spec = spec with { Fill = text[0], Align = text[1] };
            at = 2;
        }
        else if (text[0] is '<' or '>' or '^' or '=')
        {
            spec = spec with { Align = text[at++] };
        }

        if (At() is '+' or '-' or ' ')
            spec = text[at++] is var sign and not '-' ? spec with { Sign = sign.ToString() } : spec;
        if (At() == '#')
            (spec, at) = (spec with { HasPrefix = true }, at + 1);
        if (At() == '0')
            (spec, at) = (spec.WithFlag('0'), at + 1);
        spec = spec with { Width = Count() ?? 0 };
        if (At() is ',' or '_')
            spec = spec with { Grouping = text[at++] };
        if (At() == '.')
        {
            at++;
            spec = spec with { Precision = Count() ?? throw new TemplateError("Format specifier missing precision") };
        }

        if (At() is { } type)
            (spec, at) = (spec with { Type = type }, at + 1);
        return at == text.Length ? spec : throw new TemplateError("Invalid format specifier");

        char? At() => at < text.Length ? text[at] : null;

        int? Count()
        {
            var start = at;
            while (At() is >= '0' and <= '9')
                at++;
            return start == at ? null : FieldSpec.ParseCount(text.AsSpan(start, at - start));
        }
    }
}
