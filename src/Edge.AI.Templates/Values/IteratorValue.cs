using Edge.AI.Templates.Limits;

namespace Edge.AI.Templates.Values;

/// <summary>What filters such as <c>select</c> and <c>map</c> give: always true, without length, and gone once it was looped over.</summary>
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

    /// <summary>An iterator may read from another one, and that from the next, as often as a template's loop has wrapped them.</summary>
    private static bool MoveNext(IEnumerator<TemplateValue> enumerator)
    {
        TemplateError.ThrowIfStackIsShort();
        WorkMeter.Charge(4); // also for elements that a filter passes over
        return enumerator.MoveNext();
    }

    public override void WriteRepr(ReprBuilder output) => output.Append("<generator object>");
}
