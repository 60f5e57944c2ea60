using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Builtins;

/// <summary>Filters that apply another filter or a test to each element.</summary>
internal static class SelectionFilters
{
    public static IEnumerable<Builtin> All =>
    [
        new("map", Map, Builtin.Any),
        new("select", (value, arguments) => Select(value, arguments.Call, byAttribute: false, wanted: true), Builtin.Any),
        new("reject", (value, arguments) => Select(value, arguments.Call, byAttribute: false, wanted: false), Builtin.Any),
        new("selectattr", (value, arguments) => Select(value, arguments.Call, byAttribute: true, wanted: true), Builtin.Any),
        new("rejectattr", (value, arguments) => Select(value, arguments.Call, byAttribute: true, wanted: false), Builtin.Any),
    ];

    private static IteratorValue Map(TemplateValue value, BuiltinArguments arguments)
    {
        var elements = ElementsOf(value);
        var call = arguments.Call;
        if (call.Positional is [var name, ..])
        {
            var (filter, rest) = (Require(Filters.Table, name, "filter"), call.Skip(1));
            return new IteratorValue(elements.Select(element => filter.Invoke(element, rest)));
        }

        var named = call.Named.ToDictionary(argument => argument.Key, argument => argument.Value, StringComparer.Ordinal);
        if (!named.Remove("attribute", out var attribute))
            throw new TemplateError("map needs the name of a filter, or an attribute");

        named.Remove("default", out var otherwise);
        if (named.Count > 0)
            throw new TemplateError($"map() has no parameter '{named.First().Key}'");

        var path = AttributePath.Of(attribute);
        return new IteratorValue(elements.Select(path.Read).Select(found => found is UndefinedValue && otherwise is not (null or NoneValue) ? otherwise : found));
    }

    private static IteratorValue Select(TemplateValue value, CallArguments call, bool byAttribute, bool wanted)
    {
        var read = byAttribute
            ? AttributePath.Of(call.Positional.Count > 0 ? call.Positional[0] : throw new TemplateError("missing the name of the attribute")).Read
            : (Func<TemplateValue, TemplateValue>)(element => element);
        if (byAttribute)
            call = call.Skip(1);

        Func<TemplateValue, bool> test = element => element.IsTruthy;
        if (call.Positional is [var name, ..])
        {
            var (builtin, rest) = (Require(Tests.Table, name, "test"), call.Skip(1));
            test = element => builtin.Invoke(element, rest).IsTruthy;
        }

        return new IteratorValue(ElementsOf(value).Where(element => test(read(element)) == wanted));
    }

    /// <summary>These filters treat a false value, such as <c>none</c>, as empty, where a loop would fail.</summary>
    private static IEnumerable<TemplateValue> ElementsOf(TemplateValue value) => value.IsTruthy ? value.RequireElements() : [];

    private static Builtin Require(BuiltinTable table, TemplateValue name, string kind) =>
        table.Find(name.ToText().Text) ?? throw new TemplateError($"there is no {kind} '{name.ToText()}'");
}
