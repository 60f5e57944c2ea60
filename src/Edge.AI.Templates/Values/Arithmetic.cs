using System.Numerics;
using Edge.AI.Templates.Limits;

namespace Edge.AI.Templates.Values;

/// <summary>Python's arithmetic operators, on numbers, strings and sequences.</summary>
internal static class Arithmetic
{
    public static TemplateValue Add(TemplateValue left, TemplateValue right) => (left, right) switch
    {
        (StringValue a, StringValue b) => Markup.Concat(a, b),
        (SequenceValue a, SequenceValue b) when a.GetType() == b.GetType() => Join(a, b),
        (StringValue, not UndefinedValue) => throw new TemplateError($"can only concatenate str (not \"{right.TypeName}\") to str"),
        _ => Calculate("+", left, right, (a, b) => a + b, (a, b) => a + b),
    };

    public static TemplateValue Subtract(TemplateValue left, TemplateValue right) =>
        Calculate("-", left, right, (a, b) => a - b, (a, b) => a - b);

    public static TemplateValue Multiply(TemplateValue left, TemplateValue right) => (left, right) switch
    {
        (StringValue or SequenceValue, IntegerValue or BooleanValue) => Repeat(left, Numbers.RequireCount(right)),
        (IntegerValue or BooleanValue, StringValue or SequenceValue) => Repeat(right, Numbers.RequireCount(left)),
        _ => Calculate("*", left, right, (a, b) => a * b, (a, b) => a * b),
    };

    public static TemplateValue Divide(TemplateValue left, TemplateValue right)
    {
        Require("/", left, right);
        return new FloatValue(Numbers.ToDouble(left) / NotZero(Numbers.ToDouble(right)));
    }

    public static TemplateValue FloorDivide(TemplateValue left, TemplateValue right) => Calculate(
        "//",
        left,
        right,
        (a, b) => (a - FloorRemainder(a, NotZero(b))) / b,
        (a, b) => Math.Floor(a / NotZero(b)));

    public static TemplateValue Remainder(TemplateValue left, TemplateValue right) =>
        Calculate("%", left, right, (a, b) => FloorRemainder(a, NotZero(b)), (a, b) => FloorRemainder(a, NotZero(b)));

    public static TemplateValue Power(TemplateValue left, TemplateValue right)
    {
        if (Numbers.TryGetInteger(left, out var number) && Numbers.TryGetInteger(right, out var exponent) && exponent >= 0)
        {
            if (BigInteger.Abs(number) <= 1)
                return IntegerValue.Of(exponent.IsZero || (number == -1 && exponent.IsEven) ? BigInteger.One : number);
            if (number.GetBitLength() * exponent > TemplateLimits.MaxIntegerBits)
                throw new TemplateError("it creates an integer with more than 4300 digits");
            WorkMeter.Multiply(number.GetBitLength() * (long)exponent, number.GetBitLength() * (long)exponent);
            return IntegerValue.Of(BigInteger.Pow(number, (int)exponent));
        }

        Require("**", left, right);
        var result = Math.Pow(Numbers.ToDouble(left), Numbers.ToDouble(right));
        return double.IsFinite(result) ? new FloatValue(result) : throw new TemplateError("the result of '**' is not a finite number");
    }

    public static TemplateValue Negate(TemplateValue value) => Multiply(RequireNumber("-", value), IntegerValue.Of(BigInteger.MinusOne));

    public static TemplateValue Plus(TemplateValue value) => Multiply(RequireNumber("+", value), IntegerValue.Of(1));

    private static TemplateValue Calculate(
        string operation, TemplateValue left, TemplateValue right, Func<BigInteger, BigInteger, BigInteger> onIntegers, Func<double, double, double> onFloats)
    {
        Require(operation, left, right);
        if (Numbers.TryGetInteger(left, out var a) && Numbers.TryGetInteger(right, out var b))
        {
            WorkMeter.Multiply(a.GetBitLength(), b.GetBitLength());
            return IntegerValue.Of(onIntegers(a, b));
        }

        return new FloatValue(onFloats(Numbers.ToDouble(left), Numbers.ToDouble(right)));
    }

    private static void Require(string operation, TemplateValue left, TemplateValue right)
    {
        if (Numbers.IsNumber(left) && Numbers.IsNumber(right))
            return;

        throw ((left as UndefinedValue ?? right as UndefinedValue)?.Error()
            ?? new TemplateError($"unsupported operand type(s) for {operation}: '{left.TypeName}' and '{right.TypeName}'"));
    }

    private static TemplateValue RequireNumber(string operation, TemplateValue value) => Numbers.IsNumber(value)
        ? value
        : throw ((value as UndefinedValue)?.Error() ?? new TemplateError($"bad operand type for unary {operation}: '{value.TypeName}'"));

    private static SequenceValue Join(SequenceValue left, SequenceValue right)
    {
        TemplateLimits.CheckList((long)left.Values.Count + right.Values.Count);
        return left.With([.. left.Values, .. right.Values]);
    }

    private static TemplateValue Repeat(TemplateValue value, int count)
    {
        count = value.IsTruthy ? Math.Max(count, 0) : 0;
        if (value is SequenceValue sequence)
        {
            TemplateLimits.CheckList((long)sequence.Values.Count * count);
            return sequence.With([.. Enumerable.Repeat(sequence.Values, count).SelectMany(values => values)]);
        }

        var text = (StringValue)value;
        TemplateLimits.CheckText((long)text.Text.Length * count);
        var output = new TextBuilder();
        output.Append(text, count);
        return output.ToValue().AsMarkup(text.IsMarkup);
    }

    private static BigInteger FloorRemainder(BigInteger a, BigInteger b)
    {
        var remainder = BigInteger.Remainder(a, b);
        return !remainder.IsZero && remainder.Sign != b.Sign ? remainder + b : remainder;
    }

    private static double FloorRemainder(double a, double b)
    {
        var remainder = a % b;
        return remainder != 0 && remainder < 0 != b < 0 ? remainder + b : remainder == 0 ? Math.CopySign(0, b) : remainder;
    }

    private static BigInteger NotZero(BigInteger divisor) =>
        divisor.IsZero ? throw new TemplateError("division by zero") : divisor;

    private static double NotZero(double divisor) =>
        divisor == 0 ? throw new TemplateError("division by zero") : divisor;
}
