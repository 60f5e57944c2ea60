using Edge.AI.Chat.Templates.Builtins;
using Edge.AI.Chat.Templates.Text;

namespace Edge.AI.Chat.Templates.Values;

/// <summary>A list. One that came from outside belongs to the caller, and a template can't change it.</summary>
internal sealed class ListValue(List<TemplateValue> values, bool isReadOnly = false) : SequenceValue
{
    public override string TypeName => "list";

    public override IReadOnlyList<TemplateValue> Values => values;

    public override SequenceValue With(List<TemplateValue> values) => new ListValue(values);

    /// <summary>The elements, to be changed.</summary>
    public List<TemplateValue> Change()
    {
        if (isReadOnly)
            throw new TemplateException("a list of the input can't be changed; make a copy of it first, as in 'values | list'");
        TemplateLimits.CheckList(values.Count);
        return values;
    }

    public override void WriteRepr(ReprBuilder output)
    {
        output.Append('[');
        WriteElements(output);
        output.Append(']');
    }

    public override TemplateValue? FindAttribute(string name) => ListMethods.Table.Bind(name, this);
}
