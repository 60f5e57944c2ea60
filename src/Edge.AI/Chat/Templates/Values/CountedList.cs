using System.Collections;

namespace Edge.AI.Chat.Templates.Values;

/// <summary>
/// The elements of a value, each of which is charged to the <see cref="RenderBudget"/> when it is looked at.
/// As in Python, a list that changes while it is enumerated is enumerated as it is at each step.
/// </summary>
internal sealed class CountedList(IReadOnlyList<TemplateValue> elements) : IReadOnlyList<TemplateValue>
{
    public int Count => elements.Count;

    public TemplateValue this[int index]
    {
        get
        {
            RenderBudget.Charge(2);
            return elements[index];
        }
    }

    /// <summary>Elements that are made while they are enumerated, and may be made from others that are.</summary>
    public static IEnumerable<TemplateValue> OfLazy(IEnumerable<TemplateValue> elements)
    {
        RenderBudget.Charge(8);
        foreach (var element in elements)
        {
            TemplateException.ThrowIfStackIsShort();
            RenderBudget.Charge(4);
            yield return element;
        }
    }

    public IEnumerator<TemplateValue> GetEnumerator()
    {
        RenderBudget.Charge(8);
        for (var i = 0; i < elements.Count; i++)
        {
            RenderBudget.Charge(4);
            yield return elements[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
