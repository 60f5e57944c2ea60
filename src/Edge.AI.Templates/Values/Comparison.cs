using System.Runtime.ExceptionServices;
using Edge.AI.Templates.Limits;

namespace Edge.AI.Templates.Values;

/// <summary>Python's <c>==</c>, <c>&lt;</c> and <c>in</c>.</summary>
internal static class Comparison
{
    private static readonly Comparer<TemplateValue> Order = Comparer<TemplateValue>.Create(CompareForSort);

    public static bool AreEqual(TemplateValue left, TemplateValue right)
    {
        WorkMeter.Charge(2);
        if (ReferenceEquals(left, right))
            return true;

        return (left, right) switch
        {
            (StringValue a, StringValue b) => AreEqual(a.Text, b.Text),
            (ListValue a, ListValue b) => AreEqual(a.Values, b.Values),
            (TupleValue a, TupleValue b) => AreEqual(a.Values, b.Values),
            (DictValue a, DictValue b) => AreEqual(a, b),
            (RangeValue a, RangeValue b) => a.Count == b.Count && AreEqual([.. a.Elements!], [.. b.Elements!]),
            (UndefinedValue, UndefinedValue) => true,
            _ => Numbers.IsNumber(left) && Numbers.IsNumber(right) && CompareNumbers(left, right) == 0,
        };
    }

    /// <summary>Returns less than zero, zero or more, if <paramref name="left"/> comes before, with or after <paramref name="right"/>; <see langword="null"/> for NaN.</summary>
    public static int? Compare(TemplateValue left, TemplateValue right, string operation)
    {
        WorkMeter.Charge(4);
        if (left is StringValue a && right is StringValue b)
            return CompareText(a.Text, b.Text);
        if (Numbers.IsNumber(left) && Numbers.IsNumber(right))
            return CompareNumbers(left, right);
        if (left is SequenceValue first && right is SequenceValue second && first.GetType() == second.GetType())
            return CompareElements(first.Values, second.Values, operation);
        if ((left as UndefinedValue ?? right as UndefinedValue) is { } undefined)
            throw undefined.Error();

        throw new TemplateError($"'{operation}' not supported between instances of '{left.TypeName}' and '{right.TypeName}'");
    }

    /// <summary>Sorts in ascending or descending order of the keys. Equal elements keep their order in both.</summary>
    public static List<T> Sort<T>(IEnumerable<T> values, Func<T, TemplateValue> key, bool isReversed = false)
    {
        try
        {
            return [.. isReversed ? values.OrderByDescending(key, Order) : values.OrderBy(key, Order)];
        }
        catch (InvalidOperationException exception) when (exception.InnerException is TemplateError or OperationCanceledException)
        {
            ExceptionDispatchInfo.Throw(exception.InnerException); // .NET wraps the exceptions of a comparison
            throw;
        }
    }

    public static int CompareForSort(TemplateValue left, TemplateValue right) => Compare(left, right, "<") ?? 0;

    public static bool Contains(TemplateValue container, TemplateValue value) => (container, value) switch
    {
        (StringValue text, StringValue part) => TextSearch.Contains(text.Text, part.Text),
        (StringValue, _) => throw new TemplateError($"'in <string>' requires string as left operand, not {value.TypeName}"),
        (DictValue dict, _) => dict.Contains(value),
        _ when container.Elements is { } elements => elements.Any(element => AreEqual(element, value)),
        _ => throw new TemplateError($"argument of type '{container.TypeName}' is not iterable"),
    };

    private static bool AreEqual(IReadOnlyList<TemplateValue> left, IReadOnlyList<TemplateValue> right)
    {
        TemplateError.ThrowIfStackIsShort();
        if (left.Count != right.Count)
            return false;

        for (var i = 0; i < left.Count; i++)
        {
            if (!AreEqual(left[i], right[i]))
                return false;
        }

        return true;
    }

    private static bool AreEqual(DictValue left, DictValue right)
    {
        TemplateError.ThrowIfStackIsShort();
        return left.Count == right.Count
            && left.Entries.All(entry => right.FindItem(entry.Key) is { } value && AreEqual(entry.Value, value));
    }

    private static bool AreEqual(string left, string right)
    {
        if (left.Length != right.Length)
            return false;

        WorkMeter.Pass(left.Length);
        return string.Equals(left, right, StringComparison.Ordinal);
    }

    private static int? CompareNumbers(TemplateValue left, TemplateValue right)
    {
        if (Numbers.TryGetInteger(left, out var a) && Numbers.TryGetInteger(right, out var b))
        {
            WorkMeter.Charge(a.GetBitLength() / 256);
            return a.CompareTo(b);
        }

        var (x, y) = (Numbers.ToDouble(left), Numbers.ToDouble(right));
        return double.IsNaN(x) || double.IsNaN(y) ? null : x.CompareTo(y);
    }

    private static int? CompareElements(IReadOnlyList<TemplateValue> left, IReadOnlyList<TemplateValue> right, string operation)
    {
        TemplateError.ThrowIfStackIsShort();
        for (var i = 0; i < Math.Min(left.Count, right.Count); i++)
        {
            if (!AreEqual(left[i], right[i]))
                return Compare(left[i], right[i], operation);
        }

        return left.Count.CompareTo(right.Count);
    }

    /// <summary>Compares code points: characters beyond U+FFFF come last, although their surrogates do not.</summary>
    private static int CompareText(string left, string right)
    {
        var same = left.AsSpan().CommonPrefixLength(right);
        WorkMeter.Pass(same);
        if (same == left.Length || same == right.Length)
            return left.Length.CompareTo(right.Length);

        var (a, b) = (left[same], right[same]);
        return char.IsSurrogate(a) == char.IsSurrogate(b) ? a.CompareTo(b) : char.IsSurrogate(a) ? 1 : -1;
    }
}
