using System.Numerics;
using Edge.AI.Templates.Limits;

namespace Edge.AI.Templates.Values;

/// <summary>Python's numbers: integers, floats, and Boolean values as 0 and 1.</summary>
internal static class Numbers
{
    public static bool IsNumber(TemplateValue value) => value is IntegerValue or FloatValue or BooleanValue;

    public static bool TryGetInteger(TemplateValue value, out BigInteger integer)
    {
        integer = value switch
        {
            IntegerValue number => number.Value,
            BooleanValue { Value: true } => BigInteger.One,
            _ => BigInteger.Zero,
        };
        return value is IntegerValue or BooleanValue;
    }

    public static BigInteger RequireInteger(TemplateValue value) => TryGetInteger(value, out var integer)
        ? integer
        : throw ((value as UndefinedValue)?.Error() ?? new TemplateError($"'{value.TypeName}' object cannot be interpreted as an integer"));

    /// <summary>Returns a count, limited to the range of <see cref="int"/>.</summary>
    public static int RequireCount(TemplateValue value) =>
        (int)BigInteger.Max(int.MinValue, BigInteger.Min(int.MaxValue, RequireInteger(value)));

    public static double ToDouble(TemplateValue value) => value switch
    {
        FloatValue number => number.Value,
        IntegerValue number => (double)number.Value,
        BooleanValue { Value: true } => 1,
        _ => 0,
    };
}
