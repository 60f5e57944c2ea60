using Edge.AI.Templates.Limits;

namespace Edge.AI.Templates.Values;

/// <summary>A value of a template, with the semantics of Python's type.</summary>
internal abstract class TemplateValue
{
    /// <summary>Gets Python's name of the type, for messages.</summary>
    public abstract string TypeName { get; }

    /// <summary>Python's <c>bool(value)</c>.</summary>
    public virtual bool IsTruthy => Count is not 0;

    /// <summary>Python's <c>len(value)</c>, or null for what has none.</summary>
    public virtual int? Count => null;

    /// <summary>Gets whether the value can be enumerated.</summary>
    public bool IsIterable => RawElements is not null;

    /// <summary>Gets the elements for a loop, or <see langword="null"/> if the value cannot be enumerated. Each access is charged.</summary>
    public IEnumerable<TemplateValue>? Elements => RawElements switch
    {
        null => null,
        IReadOnlyList<TemplateValue> list => new CountedList(list),
        var lazy => CountedList.OfLazy(lazy),
    };

    /// <summary>Gets the elements, without charges.</summary>
    protected virtual IEnumerable<TemplateValue>? RawElements => null;

    /// <summary>Writes Python's <c>str(value)</c>.</summary>
    public virtual void WriteText(TextBuilder output)
    {
        var repr = new ReprBuilder();
        WriteRepr(repr);
        repr.WriteTo(output);
    }

    /// <summary>Writes Python's <c>repr(value)</c>.</summary>
    public abstract void WriteRepr(ReprBuilder output);

    /// <summary>An attribute that is not a method of the type, or <see langword="null"/> if there is none.</summary>
    public virtual TemplateValue? FindAttribute(string name) => null;

    /// <summary>Python's <c>value[key]</c>, or null if there is none.</summary>
    public virtual TemplateValue? FindItem(TemplateValue key) => null;

    /// <summary>Python's <c>str(value)</c>.</summary>
    public virtual StringValue ToText()
    {
        var output = new TextBuilder();
        WriteText(output);
        return output.ToValue();
    }

    public IEnumerable<TemplateValue> RequireElements() =>
        Elements ?? throw new TemplateError($"'{TypeName}' object is not iterable");

    public int RequireCount() =>
        Count ?? throw new TemplateError($"object of type '{TypeName}' has no len()");
}
