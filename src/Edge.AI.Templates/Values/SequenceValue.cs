using Edge.AI.Templates.Limits;

namespace Edge.AI.Templates.Values;

/// <summary>A value with stored elements in order: a list or a tuple.</summary>
internal abstract class SequenceValue : TemplateValue
{
    private readonly IReadOnlyList<TemplateValue> _elements;
    private CountedList? _counted;

    protected SequenceValue(IReadOnlyList<TemplateValue> elements)
    {
        _elements = elements;
        WorkMeter.Allocate(64 + (40L * elements.Count));
    }

    /// <summary>Gets the elements. Each access is charged.</summary>
    public IReadOnlyList<TemplateValue> Values => _counted ??= new(_elements);

    public override int? Count => _elements.Count;

    protected override IEnumerable<TemplateValue> RawElements => _elements;

    /// <summary>Creates a sequence of the same type with other elements.</summary>
    public abstract SequenceValue With(List<TemplateValue> values);

    public override TemplateValue? FindItem(TemplateValue key) =>
        Numbers.TryGetInteger(key, out var index) && CodePoints.Resolve(index, _elements.Count) is { } position ? _elements[position] : null;

    protected void WriteElements(ReprBuilder output)
    {
        TemplateError.ThrowIfStackIsShort();
        for (var i = 0; i < Values.Count; i++)
        {
            if (i > 0)
                output.Append(", ");
            Values[i].WriteRepr(output);
        }
    }
}
