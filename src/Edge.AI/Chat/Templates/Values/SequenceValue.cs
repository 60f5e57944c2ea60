using Edge.AI.Chat.Templates.Builtins;
using Edge.AI.Chat.Templates.Text;

namespace Edge.AI.Chat.Templates.Values;

/// <summary>What has elements in order, and keeps them: a list or a tuple.</summary>
internal abstract class SequenceValue : TemplateValue
{
    public abstract IReadOnlyList<TemplateValue> Values { get; }

    public override int? Count => Values.Count;

    public override IEnumerable<TemplateValue> Elements => Values;

    /// <summary>A sequence of the same type with other elements.</summary>
    public abstract SequenceValue With(List<TemplateValue> values);

    public override TemplateValue? FindItem(TemplateValue key) =>
        Numbers.TryGetInteger(key, out var index) && CodePoints.Resolve(index, Values.Count) is { } position ? Values[position] : null;

    protected void WriteElements(ReprBuilder output)
    {
        TemplateException.ThrowIfStackIsShort();
        for (var i = 0; i < Values.Count; i++)
        {
            if (i > 0)
                output.Append(", ");
            Values[i].WriteRepr(output);
        }
    }
}
