using System.Globalization;
using System.Numerics;
using Edge.AI.Templates.Limits;

namespace Edge.AI.Templates.Values;

internal sealed class RangeValue : TemplateValue
{
    private readonly BigInteger _start;
    private readonly BigInteger _stop;
    private readonly BigInteger _step;
    private readonly int _count;

    public RangeValue(BigInteger start, BigInteger stop, BigInteger step)
    {
        if (step.IsZero)
            throw new TemplateError("range() arg 3 must not be zero");

        WorkMeter.Multiply(stop.GetBitLength() + start.GetBitLength(), step.GetBitLength());
        var count = step > 0 ? (stop - start + step - 1) / step : (start - stop - step - 1) / -step;
        if (count > TemplateLimits.MaxRangeLength)
            throw new TemplateError($"it creates a range with more than {TemplateLimits.MaxRangeLength} elements");

        (_start, _stop, _step, _count) = (start, stop, step, (int)BigInteger.Max(count, 0));
    }

    public override string TypeName => "range";

    public override int? Count => _count;

    protected override IEnumerable<TemplateValue> RawElements
    {
        get
        {
            for (var i = 0; i < _count; i++)
                yield return At(i);
        }
    }

    public override TemplateValue? FindItem(TemplateValue key) =>
        Numbers.TryGetInteger(key, out var index) && CodePoints.Resolve(index, _count) is { } position ? At(position) : null;

    public override void WriteRepr(ReprBuilder output) => output.Append(_step.IsOne
        ? string.Create(CultureInfo.InvariantCulture, $"range({_start}, {_stop})")
        : string.Create(CultureInfo.InvariantCulture, $"range({_start}, {_stop}, {_step})"));

    private IntegerValue At(int position) => IntegerValue.Of(_start + (position * _step));
}
