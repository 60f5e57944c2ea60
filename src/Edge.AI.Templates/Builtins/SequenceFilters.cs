using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Text;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Builtins;

/// <summary>Filters for the length, the ends and the parts of a sequence.</summary>
internal static class SequenceFilters
{
    public static IEnumerable<Builtin> All =>
    [
        new("length", (value, _) => IntegerValue.Of(value.RequireCount())),
        new("count", (value, _) => IntegerValue.Of(value.RequireCount())),
        new("list", (value, _) => new ListValue([.. value.RequireElements()])),
        new("first", (value, _) => value.RequireElements().FirstOrDefault() ?? new UndefinedValue("No first item, sequence was empty.")),
        new("last", (value, _) => Last(value)),
        new("join", Join, "d", "attribute"),
        new("reverse", (value, _) => Reverse(value)),
        new("items", (value, _) => Items(value)),
        new("batch", Batch, "linecount", "fill_with"),
        new("slice", Slice, "slices", "fill_with"),
        new("default", Default, "default_value", "boolean"),
        new("d", Default, "default_value", "boolean"),
        new("attr", (value, arguments) => Attribute(value, arguments.RequireText(0).Text), "name"),
    ];

    private static TemplateValue Last(TemplateValue value)
    {
        if (value is IteratorValue)
            throw new TemplateError("'generator' object is not reversible");
        var elements = value.RequireElements();
        return (elements is IReadOnlyList<TemplateValue> list ? (list.Count > 0 ? list[^1] : null) : elements.LastOrDefault())
            ?? new UndefinedValue("No last item, sequence was empty.");
    }

    private static StringValue Join(TemplateValue value, BuiltinArguments arguments)
    {
        var elements = value.RequireElements();
        if (arguments[1] is { } attribute and not NoneValue)
            elements = elements.Select(AttributePath.Of(attribute).Read);
        return PythonText.Join(arguments[0]?.ToText() ?? StringValue.Empty, elements.Select(element => element.ToText()));
    }

    private static TemplateValue Reverse(TemplateValue value)
    {
        var elements = value.RequireElements().Reverse();
        return value is StringValue text ? PythonText.Join(StringValue.Empty, elements.Cast<StringValue>()).AsMarkup(text.IsMarkup) : new IteratorValue(elements);
    }

    private static IteratorValue Items(TemplateValue value) => value switch
    {
        UndefinedValue => new IteratorValue([]),
        DictValue dict => new IteratorValue(DictMethods.Items(dict)),
        _ => throw new TemplateError("Can only get item pairs from a mapping."),
    };

    private static IteratorValue Batch(TemplateValue value, BuiltinArguments arguments)
    {
        var (size, fill) = (PositiveCount(arguments), arguments[1]);
        return new IteratorValue(value.RequireElements().Chunk(size).Select(chunk => new ListValue(
            [.. chunk, .. fill is null or NoneValue ? [] : Enumerable.Repeat(fill, size - chunk.Length)])));
    }

    private static IteratorValue Slice(TemplateValue value, BuiltinArguments arguments)
    {
        var (slices, fill) = (PositiveCount(arguments), arguments[1]);
        var values = value.RequireElements().ToList();
        var (size, larger) = Math.DivRem(values.Count, slices);
        return new IteratorValue(Enumerable.Range(0, slices).Select(index =>
        {
            var start = (index * size) + Math.Min(index, larger);
            var part = values.GetRange(start, size + (index < larger ? 1 : 0));
            if (fill is not (null or NoneValue) && index >= larger)
                part.Add(fill);
            return new ListValue(part);
        }));
    }

    private static TemplateValue Default(TemplateValue value, BuiltinArguments arguments) =>
        value is UndefinedValue || (arguments.Flag(1) && !value.IsTruthy) ? arguments[0] ?? StringValue.Empty : value;

    private static TemplateValue Attribute(TemplateValue value, string name) =>
        Members.FindAttribute(value, name) ?? UndefinedValue.Member(value, name);

    private static int PositiveCount(BuiltinArguments arguments)
    {
        var count = Numbers.RequireCount(arguments.Require(0));
        return count is > 0 and <= TemplateLimits.MaxRangeLength
            ? count
            : throw new TemplateError($"a number from 1 to {TemplateLimits.MaxRangeLength} is needed here");
    }
}
