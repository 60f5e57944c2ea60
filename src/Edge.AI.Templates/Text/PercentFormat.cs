using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Text;

/// <summary>Python's <c>format % values</c>.</summary>
internal sealed class PercentFormat
{
    private readonly StringValue _format;
    private readonly TemplateValue _values;
    private readonly TextBuilder _output = new();
    private int _offset;
    private int _used;

    private PercentFormat(StringValue format, TemplateValue values) => (_format, _values) = (format, values);

    public static StringValue Format(StringValue format, TemplateValue values) => new PercentFormat(format, values).Run();

    private StringValue Run()
    {
        var text = _format.Text;
        while (_offset < text.Length)
        {
            var next = text.IndexOf('%', _offset);
            if (next < 0)
                next = text.Length;
            _output.Append(_format, _offset, next - _offset);
            _offset = next;
            if (_offset < text.Length)
                WriteField();
        }

        if (_used < (_values is TupleValue tuple ? tuple.Values.Count : _values is DictValue or ListValue ? 0 : 1))
            throw new TemplateError("not all arguments converted during string formatting");
        return _output.ToValue().AsMarkup(_format.IsMarkup);
    }

    private void WriteField()
    {
        var text = _format.Text;
        var start = _offset++;
        TemplateValue? value = null;
        if (Peek() == '(')
        {
            var end = text.IndexOf(')', _offset);
            var name = end < 0 ? throw new TemplateError("incomplete format key") : text[(_offset + 1)..end];
            if (_values is not DictValue names)
                throw new TemplateError("format requires a mapping");
            value = names.FindItem(StringValue.FromTemplate(name)) ?? throw new TemplateError($"there is no key '{name}'");
            _offset = end + 1;
        }

        var spec = new FieldSpec();
        while (Peek() is '-' or '+' or ' ' or '0' or '#')
            spec = spec.WithFlag(text[_offset++]);
        spec = spec with { Width = ReadCount() ?? 0 };
        if (Peek() == '.')
        {
            _offset++;
            spec = spec with { Precision = ReadCount() ?? 0 };
        }

        while (Peek() is 'l' or 'h' or 'L')
            _offset++;
        var type = Peek() ?? throw new TemplateError("incomplete format");
        _offset++;
        if (type == '%')
            _output.Append(_format, start, 1);
        else
            Write(spec with { Type = type }, value ?? Next());
    }

    private void Write(FieldSpec spec, TemplateValue value)
    {
        var text = spec.Type switch
        {
            's' => spec.Cut(Markup.EscapeFor(_format, value.ToText())),
            'r' or 'a' => spec.Cut(Markup.EscapeFor(_format, ReprOf(value))),
            'c' when value is StringValue { Count: 1 } character => character,
            'c' => StringValue.FromTemplate(CharacterOf(value)),
            'd' or 'i' or 'u' or 'x' or 'X' or 'o' or 'e' or 'E' or 'f' or 'F' or 'g' or 'G' => NumberFormat.Format(spec, value),
            _ => throw new TemplateError($"unsupported format character '{spec.Type}'"),
        };
        _output.Append(spec.Pad(text, isLeftByDefault: false));
    }

    private static string CharacterOf(TemplateValue value) => Numbers.RequireCount(value) switch
    {
        < 0 or > 0x10FFFF => throw new TemplateError("%c arg not in range(0x110000)"),
        <= 0xFFFF and var code => ((char)code).ToString(),
        var code => char.ConvertFromUtf32(code),
    };

    private static StringValue ReprOf(TemplateValue value)
    {
        var repr = new ReprBuilder();
        value.WriteRepr(repr);
        return repr.ToValue();
    }

    private int? ReadCount()
    {
        if (Peek() == '*')
        {
            _offset++;
            return Numbers.RequireCount(Next());
        }

        var start = _offset;
        while (Peek() is >= '0' and <= '9')
            _offset++;
        return start == _offset ? null : FieldSpec.ParseCount(_format.Text.AsSpan(start, _offset - start));
    }

    private TemplateValue Next()
    {
        var index = _used++;
        if (_values is TupleValue tuple)
            return index < tuple.Values.Count ? tuple.Values[index] : throw NotEnough();
        return index == 0 ? _values : throw NotEnough();

        static TemplateError NotEnough() => new("not enough arguments for format string");
    }

    private char? Peek() => _offset < _format.Text.Length ? _format.Text[_offset] : null;
}
