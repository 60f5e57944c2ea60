namespace Edge.AI.Templates.Values;

/// <summary>The only value whose attributes a template can set. A loop can use it to pass something to the code after it.</summary>
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
