using Edge.AI.Templates.Limits;

namespace Edge.AI.Templates.Values;

/// <summary>Python's equality and hash, for the keys of dicts: <c>1</c>, <c>1.0</c> and <c>True</c> are one key.</summary>
internal sealed class ValueComparer : IEqualityComparer<TemplateValue>
{
    public static readonly ValueComparer Instance = new();

    public bool Equals(TemplateValue? x, TemplateValue? y) => Comparison.AreEqual(x!, y!);

    public int GetHashCode(TemplateValue obj) => obj switch
    {
        StringValue text => HashOf(text.Text),
        IntegerValue or BooleanValue or FloatValue => Numbers.ToDouble(obj).GetHashCode(),
        TupleValue tuple => HashOf(tuple),
        ListValue or DictValue => throw new TemplateError($"unhashable type: '{obj.TypeName}'"),
        UndefinedValue => 0,
        _ => obj.GetHashCode(),
    };

    private static int HashOf(string text)
    {
        WorkMeter.Pass(text.Length);
        return text.GetHashCode(StringComparison.Ordinal);
    }

    private int HashOf(TupleValue tuple)
    {
        TemplateError.ThrowIfStackIsShort();
        WorkMeter.Charge(4);
        return tuple.Values.Aggregate(17, (hash, value) => HashCode.Combine(hash, GetHashCode(value)));
    }
}
