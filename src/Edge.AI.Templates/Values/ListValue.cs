using Edge.AI.Templates.Limits;

namespace Edge.AI.Templates.Values;

/// <summary>A list. A list of the caller is read-only for the template.</summary>
internal sealed class ListValue(List<TemplateValue> values, bool isReadOnly = false) : SequenceValue(values)
{
    public override string TypeName => "list";

    public override SequenceValue With(List<TemplateValue> values) => new ListValue(values);

    public void Add(TemplateValue value) => Insert(values.Count, value);

    public void Insert(int index, TemplateValue value)
    {
        Change(moved: values.Count - index);
        TemplateLimits.CheckList(values.Count + 1L);
        WorkMeter.Allocate(40);
        values.Insert(index, value);
    }

    public void AddRange(IEnumerable<TemplateValue> more)
    {
        Change(moved: 0);
        foreach (var value in more.ToList())
            Add(value);
    }

    public void RemoveAt(int index)
    {
        Change(moved: values.Count - index);
        values.RemoveAt(index);
    }

    public void Clear()
    {
        Change(moved: values.Count);
        values.Clear();
    }

    public void Reverse()
    {
        Change(moved: values.Count);
        values.Reverse();
    }

    public override void WriteRepr(ReprBuilder output)
    {
        output.Append('[');
        WriteElements(output);
        output.Append(']');
    }

    private void Change(int moved)
    {
        if (isReadOnly)
            throw new TemplateError("a list of the variables is read-only; copy it first, as in 'values | list'");
        WorkMeter.Charge(2 + (moved / 8));
    }
}
