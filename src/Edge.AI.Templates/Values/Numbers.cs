using System.Numerics;
using Edge.AI.Templates.Limits;

namespace Edge.AI.Templates.Values;

/// <summary>What Python counts among the numbers: integers, floats, and booleans as 0 and 1.</summary>
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

    /// <summary>An integer that counts something, cut to what an <see cref="int"/> holds.</summary>
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
