using Edge.AI.Chat.Templates.Text;

namespace Edge.AI.Chat.Templates.Values;

/// <summary>What <c>keys()</c>, <c>values()</c> and <c>items()</c> give: empty if the dict is, but without indexes.</summary>
internal sealed class DictViewValue(string kind, IReadOnlyList<TemplateValue> values) : TemplateValue
{
    public override string TypeName => kind;

    public override int? Count => values.Count;

    public override IEnumerable<TemplateValue> Elements => values;

    public override void WriteRepr(ReprBuilder output)
    {
        output.Append(kind).Append('(');
        new ListValue([.. values]).WriteRepr(output);
        output.Append(')');
    }
}
