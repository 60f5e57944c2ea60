namespace Edge.AI.Templates.Values;

/// <summary>The result of <c>keys()</c>, <c>values()</c> and <c>items()</c>. It has no indexes.</summary>
internal sealed class DictViewValue(string kind, List<TemplateValue> values) : TemplateValue
{
    private readonly ListValue _list = new(values);

    public override string TypeName => kind;

    public override int? Count => values.Count;

    protected override IEnumerable<TemplateValue> RawElements => values;

    public override void WriteRepr(ReprBuilder output)
    {
        output.Append(kind).Append('(');
        _list.WriteRepr(output);
        output.Append(')');
    }
}
