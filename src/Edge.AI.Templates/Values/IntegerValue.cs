using System.Globalization;
using System.Numerics;
using Edge.AI.Templates.Limits;

namespace Edge.AI.Templates.Values;

internal sealed class IntegerValue : TemplateValue
{
    private const int LargestShared = 255;
    private static readonly IntegerValue[] Shared = [.. Enumerable.Range(0, LargestShared + 1).Select(value => new IntegerValue(value))];

    private IntegerValue(BigInteger value)
    {
        Value = value;
        WorkMeter.Allocate(value.GetBitLength() / 8); // the object itself is charged by the list that holds it
    }

    public BigInteger Value { get; }

    public override string TypeName => "int";

    public override bool IsTruthy => !Value.IsZero;

    public static IntegerValue Of(int value) => value is >= 0 and <= LargestShared ? Shared[value] : new(value);

    public static IntegerValue Of(BigInteger value) => value.GetBitLength() <= TemplateLimits.MaxIntegerBits
        ? new(value)
        : throw new TemplateError("it creates an integer with more than 4300 digits");

    /// <summary>Gets the decimal digits. Their number is limited, but the cost of writing them is its square.</summary>
    public string Digits
    {
        get
        {
            WorkMeter.Multiply(Value.GetBitLength(), Value.GetBitLength());
            return Value.ToString(CultureInfo.InvariantCulture);
        }
    }

    public override void WriteText(TextBuilder output) => output.Append(Digits, TextOrigin.Template);

    public override void WriteRepr(ReprBuilder output) => output.Append(Digits);
}
