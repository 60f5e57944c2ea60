using System.Globalization;
using System.Numerics;
using Edge.AI.Chat.Templates.Text;

namespace Edge.AI.Chat.Templates.Values;

internal sealed class IntegerValue : TemplateValue
{
    private const int LargestShared = 255;
    private static readonly IntegerValue[] Shared = [.. Enumerable.Range(0, LargestShared + 1).Select(value => new IntegerValue(value))];

    private IntegerValue(BigInteger value) => Value = value;

    public BigInteger Value { get; }

    public override string TypeName => "int";

    public override bool IsTruthy => !Value.IsZero;

    public static IntegerValue Of(int value) => value is >= 0 and <= LargestShared ? Shared[value] : new(value);

    public static IntegerValue Of(BigInteger value) => value.GetBitLength() <= TemplateLimits.MaxIntegerBits
        ? new(value)
        : throw new TemplateException("an integer with more than 4300 digits was about to be made");

    public override void WriteText(TextBuilder output) =>
        output.Append(Value.ToString(CultureInfo.InvariantCulture), TextOrigin.Template);

    public override void WriteRepr(ReprBuilder output) => output.Append(Value.ToString(CultureInfo.InvariantCulture));
}
