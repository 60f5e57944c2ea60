using System.Numerics;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Builtins;

/// <summary>All tests: the names that can follow <c>is</c>.</summary>
internal static class Tests
{
    public static readonly BuiltinTable Table = new(
    [
        Builtin.Test("defined", (value, _) => value is not UndefinedValue),
        Builtin.Test("undefined", (value, _) => value is UndefinedValue),
        Builtin.Test("none", (value, _) => value is NoneValue),
        Builtin.Test("boolean", (value, _) => value is BooleanValue),
        Builtin.Test("true", (value, _) => value is BooleanValue { Value: true }),
        Builtin.Test("false", (value, _) => value is BooleanValue { Value: false }),
        Builtin.Test("integer", (value, _) => value is IntegerValue),
        Builtin.Test("float", (value, _) => value is FloatValue),
        Builtin.Test("number", (value, _) => Numbers.IsNumber(value)),
        Builtin.Test("string", (value, _) => value is StringValue),
        Builtin.Test("mapping", (value, _) => value is DictValue),
        Builtin.Test("iterable", (value, _) => value.IsIterable),
        Builtin.Test("sequence", (value, _) => value is StringValue or SequenceValue or DictValue or RangeValue or UndefinedValue),
        Builtin.Test("callable", (value, _) => value is CallableValue or UndefinedValue),
        Builtin.Test("sameas", (value, arguments) => IsSame(value, arguments.Require(0)), "other"),
        Builtin.Test("escaped", (value, _) => value is StringValue { IsMarkup: true }),
        Builtin.Test("lower", (value, _) => IsCased(value.ToText().Text, isUpper: false)),
        Builtin.Test("upper", (value, _) => IsCased(value.ToText().Text, isUpper: true)),
        Builtin.Test("odd", (value, _) => !Remainder(value, IntegerValue.Of(2)).IsZero),
        Builtin.Test("even", (value, _) => Remainder(value, IntegerValue.Of(2)).IsZero),
        Builtin.Test("divisibleby", (value, arguments) => Remainder(value, arguments.Require(0)).IsZero, "num"),
        Builtin.Test("in", (value, arguments) => Comparison.Contains(arguments.Require(0), value), "seq"),
        Builtin.Test("filter", (value, _) => Filters.Table.Find(value.ToText().Text) is not null),
        Builtin.Test("test", (value, _) => Table!.Find(value.ToText().Text) is not null),
        .. Comparisons(["eq", "equalto", "=="], Comparison.AreEqual),
        .. Comparisons(["ne", "!="], (value, other) => !Comparison.AreEqual(value, other)),
        .. Comparisons(["lt", "lessthan", "<"], (value, other) => Comparison.Compare(value, other, "<") < 0),
        .. Comparisons(["le", "<="], (value, other) => Comparison.Compare(value, other, "<=") <= 0),
        .. Comparisons(["gt", "greaterthan", ">"], (value, other) => Comparison.Compare(value, other, ">") > 0),
        .. Comparisons(["ge", ">="], (value, other) => Comparison.Compare(value, other, ">=") >= 0),
    ]);

    private static IEnumerable<Builtin> Comparisons(string[] names, Func<TemplateValue, TemplateValue, bool> compare) =>
        names.Select(name => Builtin.Test(name, (value, arguments) => compare(value, arguments.Require(0)), "other"));

    private static BigInteger Remainder(TemplateValue value, TemplateValue divisor) => Arithmetic.Remainder(value, divisor) switch
    {
        FloatValue number => number.Value == 0 ? BigInteger.Zero : BigInteger.One,
        var whole => Numbers.RequireInteger(whole),
    };

    /// <summary>Python's <c>is</c>. Equal integers count as the same object, as small ones are in Python.</summary>
    private static bool IsSame(TemplateValue value, TemplateValue other) =>
        ReferenceEquals(value, other) || (value is IntegerValue && other is IntegerValue && Comparison.AreEqual(value, other));

    /// <summary>Returns whether a text has letters with case, and all of them are in the wanted case.</summary>
    internal static bool IsCased(string text, bool isUpper)
    {
        var isCased = false;
        foreach (var character in text)
        {
            if (isUpper ? char.IsLower(character) : char.IsUpper(character))
                return false;
            isCased |= char.IsUpper(character) || char.IsLower(character);
        }

        return isCased;
    }
}
