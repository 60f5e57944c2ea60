using System.Collections;
using Edge.AI.Templates.Limits;

namespace Edge.AI.Templates.Values;

/// <summary>
/// The elements of a value. Each access is charged to the <see cref="WorkMeter"/>.
/// As in Python, a list can change while it is enumerated; each step reads its present state.
/// </summary>
internal sealed class CountedList(IReadOnlyList<TemplateValue> elements) : IReadOnlyList<TemplateValue>
{
    public int Count => elements.Count;

    public TemplateValue this[int index]
    {
        get
        {
            WorkMeter.Charge(2);
            return elements[index];
        }
    }

    /// <summary>Returns lazy elements, which can be computed from other lazy elements.</summary>
    public static IEnumerable<TemplateValue> OfLazy(IEnumerable<TemplateValue> elements)
    {
        WorkMeter.Charge(8);
        foreach (var element in elements)
        {
            TemplateError.ThrowIfStackIsShort();
            WorkMeter.Charge(4);
            yield return element;
        }
    }

    public IEnumerator<TemplateValue> GetEnumerator()
    {
        WorkMeter.Charge(8);
        for (var i = 0; i < elements.Count; i++)
        {
            WorkMeter.Charge(4);
            yield return elements[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
