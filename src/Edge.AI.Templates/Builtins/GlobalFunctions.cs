using System.Numerics;
using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Text;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Builtins;

/// <summary>The functions that every template can call.</summary>
internal static class GlobalFunctions
{
    private static readonly BuiltinTable Table = new(
    [
        new("range", (_, arguments) => Range(arguments), "start", "stop", "step"),
        new("dict", (_, arguments) => Dict(arguments.Call), Builtin.Any),
        new("namespace", (_, arguments) => new NamespaceValue(Dict(arguments.Call)), Builtin.Any),
        new("cycler", (_, arguments) => new CyclerValue(arguments.Call.Positional), Builtin.Any),
        new("joiner", (_, arguments) => new JoinerValue(arguments[0]?.ToText() ?? StringValue.FromTemplate(", ")), "sep"),
        new("raise_exception", (_, arguments) => throw new TemplateRefusal(arguments.Require(0).ToText().Text), "message"),
    ]);

    /// <summary>The function of a name, or <see langword="null"/> if there is none.</summary>
    /// <param name="name">The name.</param>
    /// <param name="now">The time that <c>strftime_now</c> tells.</param>
    public static BoundMethodValue? Find(string name, DateTimeOffset now) => name == "strftime_now"
        ? new(new Builtin(name, (_, arguments) => Format(now, arguments), "format"), NoneValue.Instance)
        : Table.Bind(name, NoneValue.Instance);

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

    private static StringValue Format(DateTimeOffset time, BuiltinArguments arguments)
    {
        var format = arguments.RequireText(0);
        return StringValue.Of(TimeFormat.Format(time, format.Text), format.Origin);
    }
}
