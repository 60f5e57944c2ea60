using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Builtins;

/// <summary>
/// The attributes and elements of values. <c>value.name</c> looks for an attribute first, so that <c>dict.items</c> is the method, and
/// <c>value['name']</c> for an element. Each falls back to the other, and a missing one is undefined.
/// </summary>
internal static class Members
{
    public static TemplateValue Attribute(TemplateValue value, string name) => Attribute(value, StringValue.FromTemplate(name));

    public static TemplateValue Attribute(TemplateValue value, StringValue name) =>
        FindAttribute(value, name.Text) ?? value.FindItem(name) ?? UndefinedValue.Member(value, name.Text);

    /// <summary>Python's <c>getattr(value, name)</c>, or <see langword="null"/> if there is none.</summary>
    public static TemplateValue? FindAttribute(TemplateValue value, string name) => value.FindAttribute(name) ?? MethodsOf(value)?.Bind(name, value);

    public static TemplateValue Item(TemplateValue value, TemplateValue key)
    {
        WorkMeter.Charge(4);
        // A list or dict cannot be a key: the element is undefined here, although it would be an error inside a dict.
        if (value is DictValue && key is ListValue or DictValue)
            return UndefinedValue.Member(value, key.TypeName);

        return value.FindItem(key)
            ?? (key is StringValue name ? FindAttribute(value, name.Text) : null)
            ?? UndefinedValue.Member(value, key.ToText().Text);
    }

    private static BuiltinTable? MethodsOf(TemplateValue value) => value switch
    {
        StringValue => StringMethods.Table,
        ListValue => ListMethods.Table,
        TupleValue => ListMethods.TupleTable,
        DictValue => DictMethods.Table,
        _ => null,
    };
}
