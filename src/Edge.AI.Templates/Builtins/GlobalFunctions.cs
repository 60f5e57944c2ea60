using System.Numerics;
using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Text;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Builtins;

/// <summary>The functions that every template can call.</summary>
internal static class GlobalFunctions
{
    public static readonly BuiltinTable Table = new(
    [
        new("range", (_, arguments) => Range(arguments), "start", "stop", "step"),
        new("dict", (_, arguments) => Dict(arguments.Call), Builtin.Any),
        new("namespace", (_, arguments) => new NamespaceValue(Dict(arguments.Call)), Builtin.Any),
        new("cycler", (_, arguments) => new CyclerValue(arguments.Call.Positional), Builtin.Any),
        new("joiner", (_, arguments) => new JoinerValue(arguments[0]?.ToText() ?? StringValue.FromTemplate(", ")), "sep"),
        new("raise_exception", (_, arguments) => throw new TemplateRefusal(arguments.Require(0).ToText().Text), "message"),
        new("strftime_now", (_, arguments) => Now(arguments), "format"),
    ]);

    private static RangeValue Range(BuiltinArguments arguments)
    {
        var first = Numbers.RequireInteger(arguments.Require(0));
        if (arguments[1] is null)
            return new RangeValue(BigInteger.Zero, first, BigInteger.One);

        var step = arguments[2] is { } given ? Numbers.RequireInteger(given) : BigInteger.One;
        return new RangeValue(first, Numbers.RequireInteger(arguments[1]!), step);
    }

    private static DictValue Dict(CallArguments call)
    {
        var dict = new DictValue();
        DictMethods.Update(dict, call);
        return dict;
    }

    private static StringValue Now(BuiltinArguments arguments)
    {
        var format = arguments.RequireText(0);
        return StringValue.Of(TimeFormat.Format(arguments.Context.Now, format.Text), format.Origin);
    }
}
