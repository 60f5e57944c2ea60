using System.Text;
using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Text;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Builtins;

/// <summary>Filters for HTML and URLs. Prompts are neither, but templates use <c>safe</c> and <c>escape</c> anyway.</summary>
internal static class MarkupFilters
{
    public static IEnumerable<Builtin> All =>
    [
        new("safe", (value, _) => value.ToText().AsMarkup(true)),
        new("escape", (value, _) => Markup.Escape(value.ToText())),
        new("e", (value, _) => Markup.Escape(value.ToText())),
        new("forceescape", (value, _) => Markup.EscapeAgain(value.ToText())),
        new("urlencode", (value, _) => EncodeAll(value)),
        new("xmlattr", WriteAttributes, "autospace"),
    ];

    private static StringValue EncodeAll(TemplateValue value)
    {
        if (value is StringValue || value.Elements is null)
            return Encode(value.ToText().AsMarkup(false), "/");

        var pairs = value is DictValue dict
            ? dict.Entries.Select(entry => (entry.Key, entry.Value))
            : value.Elements.Select(element => element is SequenceValue { Values: [var name, var content] }
                ? (name, content)
                : throw new TemplateError("'urlencode' needs pairs of name and value"));
        return PythonText.Join(
            StringValue.FromTemplate("&"),
            pairs.Select(pair => PythonText.Join(StringValue.FromTemplate("="), [EncodePart(pair.Item1), EncodePart(pair.Item2)])));
    }

    /// <summary>In a query, a space is a plus.</summary>
    private static StringValue EncodePart(TemplateValue part) => Encode(part.ToText(), " ").Map(text => text.Replace(' ', '+'));

    private static StringValue Encode(StringValue text, string kept) => text.Map(piece =>
    {
        var output = new StringBuilder(piece.Length);
        foreach (var value in Encoding.UTF8.GetBytes(piece))
        {
            var character = (char)value;
            if (char.IsAsciiLetterOrDigit(character) || character is '_' or '.' or '-' or '~' || kept.Contains(character, StringComparison.Ordinal))
                output.Append(character);
            else
                output.Append('%').Append(value.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return output.ToString();
    });

    private static StringValue WriteAttributes(TemplateValue value, BuiltinArguments arguments)
    {
        var dict = value as DictValue ?? throw new TemplateError($"'xmlattr' needs a dict, not {value.TypeName}");
        var output = new TextBuilder();
        foreach (var (name, content) in dict.Entries.Where(entry => entry.Value is not (NoneValue or UndefinedValue)))
        {
            if (output.Length > 0 || arguments[0]?.IsTruthy is not false)
                output.Append(" ", TextOrigin.Template);
            output.Append(Markup.Escape(name.ToText()));
            output.Append("=\"", TextOrigin.Template);
            output.Append(Markup.Escape(content.ToText()));
            output.Append("\"", TextOrigin.Template);
        }

        return output.ToValue();
    }
}
