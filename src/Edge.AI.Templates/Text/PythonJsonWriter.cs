using System.Globalization;
using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Text;

/// <summary>Writes values as Python's <c>json.dumps</c> does.</summary>
internal sealed class PythonJsonWriter(string? indent, string itemSeparator, string keySeparator, bool isAscii, bool isSorted)
{
    private readonly ReprBuilder _output = new();
    private int _depth;

    public StringValue ToValue() => _output.ToValue();

    public void Write(TemplateValue value)
    {
        TemplateError.ThrowIfStackIsShort();
        switch (value)
        {
            case StringValue text:
                WriteString(text);
                break;
            case SequenceValue sequence:
                WriteBlock('[', ']', sequence.Values, Write);
                break;
            case DictValue dict:
                IEnumerable<KeyValuePair<TemplateValue, TemplateValue>> entries =
                    isSorted ? Comparison.Sort(dict.Entries, entry => entry.Key) : dict.Entries;
                WriteBlock('{', '}', entries, WriteEntry);
                break;
            default:
                _output.Append(Scalar(value) ?? throw new TemplateError($"Object of type {value.TypeName} is not JSON serializable"));
                break;
        }
    }

    private static string? Scalar(TemplateValue value) => value switch
    {
        NoneValue => "null",
        BooleanValue boolean => boolean.Value ? "true" : "false",
        IntegerValue integer => integer.Digits,
        FloatValue { Value: double.PositiveInfinity } => "Infinity",
        FloatValue { Value: double.NegativeInfinity } => "-Infinity",
        FloatValue { Value: double.NaN } => "NaN",
        FloatValue number => PythonRepr.Of(number.Value),
        _ => null,
    };

    private void WriteEntry(KeyValuePair<TemplateValue, TemplateValue> entry)
    {
        if (entry.Key is StringValue text)
            WriteString(text);
        else
            _output.Append('"').Append(Scalar(entry.Key) ?? throw new TemplateError($"keys must be str, int, float, bool or None, not {entry.Key.TypeName}")).Append('"');

        _output.Append(keySeparator);
        Write(entry.Value);
    }

    private void WriteBlock<T>(char open, char close, IEnumerable<T> items, Action<T> write)
    {
        _output.Append(open);
        _depth++;
        var isEmpty = true;
        foreach (var item in items)
        {
            if (!isEmpty)
                _output.Append(itemSeparator);
            WriteNewLine();
            write(item);
            isEmpty = false;
        }

        _depth--;
        if (!isEmpty)
            WriteNewLine();
        _output.Append(close);
    }

    private void WriteNewLine()
    {
        if (indent is null)
            return;

        _output.Append('\n');
        for (var i = 0; i < _depth; i++)
            _output.Append(indent);
    }

    private void WriteString(StringValue value)
    {
        if (value.HasInput)
            _output.MarkInput();

        var (text, start) = (value.Text, 0);
        _output.Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (character >= ' ' && character is not ('"' or '\\') && (character <= '~' || !isAscii))
                continue;

            _output.Append(text.AsSpan(start, i - start)).Append(Escape(character));
            start = i + 1;
        }

        _output.Append(text.AsSpan(start)).Append('"');
    }

    private static string Escape(char character) => character switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\f' => "\\f",
        '\b' => "\\b",
        _ => $"\\u{(int)character:x4}",
    };
}
