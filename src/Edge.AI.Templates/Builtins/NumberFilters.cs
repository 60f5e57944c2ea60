using System.Numerics;
using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Text;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Builtins;

/// <summary>Filters that return numbers.</summary>
internal static class NumberFilters
{
    public static IEnumerable<Builtin> All =>
    [
        new("int", ToInteger, "default", "base"),
        new("float", ToFloat, "default"),
        new("abs", (value, _) => Numbers.ToDouble(RequireNumber(value)) < 0 ? Arithmetic.Negate(value) : Arithmetic.Plus(value)),
        new("round", Round, "precision", "method"),
        new("sum", Sum, "attribute", "start"),
    ];

    private static TemplateValue ToInteger(TemplateValue value, BuiltinArguments arguments)
    {
        ThrowIfUndefined(value);
        var otherwise = arguments[0] ?? IntegerValue.Of(0);
        if (value is StringValue text)
        {
            if (NumberParser.TryInteger(text.Text, arguments.Integer(1, 10), out var integer)) // dearer than a pass over the text, so it charges itself
                return IntegerValue.Of(integer);
            if (!NumberParser.TryFloat(text.Text, out var number))
                return otherwise;
            value = new FloatValue(number);
        }

        if (Numbers.TryGetInteger(value, out var whole))
            return IntegerValue.Of(whole);
        return value is FloatValue { Value: var real } && double.IsFinite(real) ? IntegerValue.Of(new BigInteger(real)) : otherwise;
    }

    private static TemplateValue ToFloat(TemplateValue value, BuiltinArguments arguments)
    {
        ThrowIfUndefined(value);
        if (Numbers.IsNumber(value))
            return new FloatValue(Numbers.ToDouble(value));
        return value is StringValue text && NumberParser.TryFloat(text.Text, out var number)
            ? new FloatValue(number)
            : arguments[0] ?? new FloatValue(0);
    }

    private static TemplateValue Round(TemplateValue value, BuiltinArguments arguments)
    {
        var (precision, method) = (arguments.Integer(0, 0), arguments.Text(1)?.Text ?? "common");
        var number = Numbers.ToDouble(RequireNumber(value));
        if (method is "common")
            return Numbers.TryGetInteger(value, out var whole) ? IntegerValue.Of(ExactDecimal.Round(whole, precision)) : new FloatValue(ExactDecimal.Round(number, precision));

        var scale = Math.Pow(10, precision);
        return method switch
        {
            "ceil" => new FloatValue(Math.Ceiling(number * scale) / scale),
            "floor" => new FloatValue(Math.Floor(number * scale) / scale),
            _ => throw new TemplateError("the method of 'round' must be 'common', 'ceil' or 'floor'"),
        };
    }

    private static TemplateValue Sum(TemplateValue value, BuiltinArguments arguments)
    {
        var elements = value.RequireElements();
        if (arguments[0] is { } attribute and not NoneValue)
            elements = elements.Select(AttributePath.Of(attribute).Read);
        return elements.Aggregate(arguments[1] ?? IntegerValue.Of(0), Arithmetic.Add);
    }

    private static TemplateValue RequireNumber(TemplateValue value)
    {
        ThrowIfUndefined(value);
        return Numbers.IsNumber(value) ? value : throw new TemplateError($"a number is needed here, not {value.TypeName}");
    }

    private static void ThrowIfUndefined(TemplateValue value)
    {
        if (value is UndefinedValue undefined)
            throw undefined.Error();
    }
}
