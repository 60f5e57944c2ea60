using System.Numerics;
using Edge.AI.Templates.Limits;

namespace Edge.AI.Templates.Values;

/// <summary>Python's slices.</summary>
internal static class Slicing
{
    public static TemplateValue Slice(TemplateValue value, TemplateValue start, TemplateValue stop, TemplateValue step)
    {
        if (value is not (StringValue or SequenceValue or RangeValue))
            throw (value as UndefinedValue)?.Error() ?? new TemplateError($"a '{value.TypeName}' object cannot be sliced");

        var by = step is NoneValue ? BigInteger.One : Numbers.RequireInteger(step);
        if (by.IsZero)
            throw new TemplateError("slice step cannot be zero");

        var count = value.Count!.Value;
        var from = Bound(start, count, by.Sign, by > 0 ? 0 : count - 1);
        var to = Bound(stop, count, by.Sign, by > 0 ? count : -1);
        if (value is StringValue text && by.IsOne)
            return Part(text, from, to);

        var elements = value.Elements as IReadOnlyList<TemplateValue> ?? [.. value.Elements!];
        var picked = new List<TemplateValue>();
        for (BigInteger i = from; by > 0 ? i < to : i > to; i += by)
            picked.Add(elements[(int)i]);
        return value switch
        {
            StringValue whole => StringValue.Join("", picked.Cast<StringValue>()).AsMarkup(whole.IsMarkup),
            SequenceValue sequence => sequence.With(picked),
            _ => new ListValue(picked),
        };
    }

    private static StringValue Part(StringValue text, int from, int to)
    {
        if (from >= to)
            return text.Slice(0, 0);

        var start = CodePoints.OffsetOf(text.Text, from);
        return text.Slice(start, CodePoints.OffsetOf(text.Text, to) - start);
    }

    /// <summary>Returns a bound from the start, limited to the elements: from -1, when going backwards, to the count.</summary>
    private static int Bound(TemplateValue value, int count, int direction, int otherwise)
    {
        if (value is NoneValue)
            return otherwise;

        var bound = Numbers.RequireInteger(value);
        if (bound < 0)
            bound += count;
        var (lowest, highest) = direction > 0 ? (0, count) : (-1, count - 1);
        return (int)BigInteger.Max(lowest, BigInteger.Min(highest, bound));
    }
}
