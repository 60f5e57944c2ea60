namespace Edge.AI.Templates.Values;

/// <summary>The one value whose attributes a template can set, so that a loop can tell something to what follows it.</summary>
internal sealed class NamespaceValue(DictValue attributes) : TemplateValue
{
    public override string TypeName => "Namespace";

    public TemplateValue this[StringValue name]
    {
        set => attributes[name] = value;
    }

    public override TemplateValue? FindItem(TemplateValue key) => attributes.FindItem(key);

    public override void WriteRepr(ReprBuilder output)
    {
        output.Append("<Namespace ");
        attributes.WriteRepr(output);
        output.Append('>');
    }
}
