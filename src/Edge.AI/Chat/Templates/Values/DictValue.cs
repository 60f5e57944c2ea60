using Edge.AI.Chat.Templates.Builtins;
using Edge.AI.Chat.Templates.Text;

namespace Edge.AI.Chat.Templates.Values;

/// <summary>A dict, in the order of insertion. One that came from outside belongs to the caller, and a template can't change it.</summary>
internal sealed class DictValue(OrderedDictionary<TemplateValue, TemplateValue> entries, bool isReadOnly = false) : TemplateValue
{
    public DictValue()
        : this(NewEntries())
    {
    }

    public OrderedDictionary<TemplateValue, TemplateValue> Entries => entries;

    public override string TypeName => "dict";

    public override int? Count => entries.Count;

    public override IEnumerable<TemplateValue> Elements => entries.Keys;

    public static OrderedDictionary<TemplateValue, TemplateValue> NewEntries() => new(ValueComparer.Instance);

    /// <summary>The entries, to be changed.</summary>
    public OrderedDictionary<TemplateValue, TemplateValue> Change()
    {
        if (isReadOnly)
            throw new TemplateException("a dict of the input can't be changed; make a copy of it first, as in 'dict(value)'");
        TemplateLimits.CheckList(entries.Count);
        return entries;
    }

    public override void WriteRepr(ReprBuilder output)
    {
        TemplateException.ThrowIfStackIsShort();
        output.Append('{');
        var separator = "";
        foreach (var (key, value) in entries)
        {
            output.Append(separator);
            key.WriteRepr(output);
            output.Append(": ");
            value.WriteRepr(output);
            separator = ", ";
        }

        output.Append('}');
    }

    public override TemplateValue? FindAttribute(string name) => DictMethods.Table.Bind(name, this);

    public override TemplateValue? FindItem(TemplateValue key) => entries.GetValueOrDefault(key);
}
