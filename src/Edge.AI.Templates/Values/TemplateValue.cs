using Edge.AI.Templates.Limits;

namespace Edge.AI.Templates.Values;

/// <summary>A value as a template sees it, with the semantics of the Python type that the reference would use.</summary>
internal abstract class TemplateValue
{
    /// <summary>Python's name of the type, for messages.</summary>
    public abstract string TypeName { get; }

    /// <summary>Python's <c>bool(value)</c>.</summary>
    public virtual bool IsTruthy => Count is not 0;

    /// <summary>Python's <c>len(value)</c>, or null for what has none.</summary>
    public virtual int? Count => null;

    /// <summary>Whether a loop can go over it.</summary>
    public bool IsIterable => RawElements is not null;

    /// <summary>The elements that a loop sees, or null for what can't be looped over. They are counted when they are looked at.</summary>
    public IEnumerable<TemplateValue>? Elements => RawElements switch
    {
        null => null,
        IReadOnlyList<TemplateValue> list => new CountedList(list),
        var lazy => CountedList.OfLazy(lazy),
    };

    /// <summary>The elements, not counted.</summary>
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
