namespace Edge.AI.Templates.Values;

/// <summary>A tuple. The tuples of <c>groupby</c> have names for their elements.</summary>
internal sealed class TupleValue(IReadOnlyList<TemplateValue> values, params string[] names) : SequenceValue(values)
{
    public override string TypeName => "tuple";

    public override SequenceValue With(List<TemplateValue> values) => new TupleValue(values);

    public override void WriteRepr(ReprBuilder output)
    {
        output.Append('(');
        WriteElements(output);
        output.Append(Values.Count == 1 ? ",)" : ")");
    }

    public override TemplateValue? FindAttribute(string name)
    {
        var index = Array.IndexOf(names, name);
        return index >= 0 ? Values[index] : null;
    }
}
