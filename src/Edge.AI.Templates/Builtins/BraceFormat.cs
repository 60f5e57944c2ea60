using System.Globalization;
using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Text;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Builtins;

/// <summary>Python's <c>format.format(…)</c>.</summary>
internal sealed class BraceFormat
{
    /// <summary>A field can contain other fields in its specification, but only one level deep, as in Python.</summary>
    private const int MaxDepth = 2;

    private readonly CallArguments _arguments;
    private int _used;

    private BraceFormat(CallArguments arguments) => _arguments = arguments;

    public static StringValue Format(StringValue format, CallArguments arguments) => new BraceFormat(arguments).Run(format, depth: 1);

    private StringValue Run(StringValue format, int depth)
    {
        if (depth > MaxDepth)
            throw new TemplateError("Max string recursion exceeded");

        var (text, output) = (format.Text, new TextBuilder());
        for (var i = 0; i < text.Length;)
        {
            var next = text.AsSpan(i).IndexOfAny('{', '}');
            if (next < 0)
                next = text.Length - i;
            output.Append(format, i, next);
            i += next;
            if (i == text.Length)
                break;

            if (i + 1 < text.Length && text[i + 1] == text[i])
            {
                output.Append(format, i, 1);
                i += 2;
                continue;
            }

            var end = text[i] == '{' ? EndOfField(text, i) : throw new TemplateError("Single '}' encountered in format string");
            output.Append(Markup.EscapeFor(format, Field(format.Slice(i + 1, end - i - 1).AsMarkup(false), depth)));
            i = end + 1;
        }

        return output.ToValue();
    }

    private static int EndOfField(string text, int start)
    {
        var depth = 0;
        for (var i = start; i < text.Length; i++)
        {
            depth += text[i] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
                return i;
        }

        throw new TemplateError("expected '}' before end of string");
    }

    private StringValue Field(StringValue field, int depth)
    {
        var text = field.Text;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? text : text[..colon];
        var spec = colon < 0 ? StringValue.Empty : Run(field.Slice(colon + 1, text.Length - colon - 1), depth + 1);
        var conversion = name.IndexOf('!', StringComparison.Ordinal);
        var value = Find(conversion < 0 ? name : name[..conversion]);
        if (conversion >= 0)
        {
            value = name[(conversion + 1)..] switch
            {
                "s" => value.ToText(),
                "r" or "a" => PercentFormat.Format(StringValue.FromTemplate("%r"), new TupleValue([value])),
                var other => throw new TemplateError($"Unknown conversion specifier '{other}'"),
            };
        }

        return FieldSpecParser.Apply(spec.Text, value);
    }

    private TemplateValue Find(string name)
    {
        var end = name.AsSpan().IndexOfAny('.', '[');
        var first = end < 0 ? name : name[..end];
        var value = first.Length == 0 ? Positional(_used++)
            : int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? Positional(index)
            : Named(first);

        for (var at = end < 0 ? name.Length : end; at < name.Length;)
        {
            var isItem = name[at] == '[';
            var length = isItem ? name.AsSpan(at).IndexOf(']') : name.AsSpan(at + 1).IndexOfAny('.', '[') + 1;
            if (length <= 0)
                length = isItem ? throw new TemplateError("Missing ']' in format string") : name.Length - at;
            var key = name[(at + 1)..(at + length)];
            value = isItem
                ? Members.Item(value, int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? IntegerValue.Of(number) : StringValue.FromTemplate(key))
                : Members.Attribute(value, key);
            at += isItem ? length + 1 : length;
        }

        return value;
    }

    private TemplateValue Positional(int index) => index < _arguments.Positional.Count
        ? _arguments.Positional[index]
        : throw new TemplateError($"Replacement index {index} out of range for positional args tuple");

    private TemplateValue Named(string name)
    {
        foreach (var (key, value) in _arguments.Named)
        {
            if (string.Equals(key, name, StringComparison.Ordinal))
                return value;
        }

        throw new TemplateError($"there is no argument '{name}' for the format string");
    }
}
