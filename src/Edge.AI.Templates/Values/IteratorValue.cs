using Edge.AI.Templates.Limits;

namespace Edge.AI.Templates.Values;

/// <summary>The result of filters such as <c>select</c> and <c>map</c>: always true, without length, and empty after one loop.</summary>
internal sealed class IteratorValue(IEnumerable<TemplateValue> source) : TemplateValue
{
    private IEnumerable<TemplateValue>? _source = source;
    private IEnumerator<TemplateValue>? _enumerator;

    public override string TypeName => "generator";

    public override bool IsTruthy => true;

    protected override IEnumerable<TemplateValue> RawElements
    {
        get
        {
            _enumerator ??= _source!.GetEnumerator();
            _source = null;
            while (MoveNext(_enumerator))
                yield return _enumerator.Current;
        }
    }

    /// <summary>An iterator can read from another one, and so on: a loop can nest them to any depth.</summary>
    private static bool MoveNext(IEnumerator<TemplateValue> enumerator)
    {
        TemplateError.ThrowIfStackIsShort();
        WorkMeter.Charge(4); // also for elements that a filter skips
        return enumerator.MoveNext();
    }

    public override void WriteRepr(ReprBuilder output) => output.Append("<generator object>");
}
