using System.Globalization;
using System.Numerics;
using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Text;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Builtins;

/// <summary>The path of an attribute, as in <c>map(attribute="function.name")</c>.</summary>
internal sealed class AttributePath
{
    private readonly List<TemplateValue> _keys = [];

    private AttributePath()
    {
    }

    public static AttributePath Of(TemplateValue attribute)
    {
        var path = new AttributePath();
        if (attribute is not StringValue text)
        {
            path._keys.Add(attribute);
            return path;
        }

        foreach (var part in Split(text.Text, '.'))
        {
            path._keys.Add(part.Length <= TemplateLimits.MaxIntegerDigits && BigInteger.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                ? IntegerValue.Of(index)
                : StringValue.Of(part, text.Origin));
        }

        return path;
    }

    /// <summary>Returns the sort key of one attribute or of several, separated by commas; without attributes it is the value itself.</summary>
    public static Func<TemplateValue, TemplateValue> SortKey(TemplateValue? attribute, bool isCaseSensitive)
    {
        var paths = attribute switch
        {
            null or NoneValue => [],
            StringValue text => Split(text.Text, ',').Select(part => Of(StringValue.Of(part, text.Origin))).ToArray(),
            _ => [Of(attribute)],
        };
        return paths.Length switch
        {
            0 => value => Fold(value),
            1 => value => Fold(paths[0].Read(value)),
            _ => value => new ListValue([.. paths.Select(path => Fold(path.Read(value)))]),
        };

        TemplateValue Fold(TemplateValue value) => !isCaseSensitive && value is StringValue text ? text.Map(PythonText.ToLower) : value;
    }

    private static string[] Split(string text, char separator)
    {
        var parts = text.AsSpan().Count(separator) + 1L;
        TemplateLimits.CheckList(parts);
        WorkMeter.Allocate((64 * parts) + (2L * text.Length));
        return text.Split(separator);
    }

    public TemplateValue Read(TemplateValue value)
    {
        foreach (var key in _keys)
            value = Members.Item(value, key);
        return value;
    }
}
