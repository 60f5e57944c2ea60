using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Builtins;

/// <summary>The methods of dicts.</summary>
internal static class DictMethods
{
    public static readonly BuiltinTable Table = new(
    [
        Of("get", (dict, arguments) => dict.FindItem(arguments.Require(0)) ?? arguments[1] ?? NoneValue.Instance, "key", "default"),
        Of("keys", (dict, _) => new DictViewValue("dict_keys", [.. dict.Elements!])),
        Of("values", (dict, _) => new DictViewValue("dict_values", [.. dict.Entries.Select(entry => entry.Value)])),
        Of("items", (dict, _) => new DictViewValue("dict_items", Items(dict))),
        Of("copy", (dict, _) => new DictValue(dict.Entries, isReadOnly: false)),
        Of("update", (dict, arguments) => Update(dict, arguments.Call), Builtin.Any),
        Of("pop", Pop, "key", "default"),
        Of("setdefault", SetDefault, "key", "default"),
        Of("clear", (dict, _) => Clear(dict)),
    ]);

    public static List<TemplateValue> Items(DictValue dict) => [.. dict.Entries.Select(entry => new TupleValue([entry.Key, entry.Value]))];

    /// <summary>Adds the entries of a dict or of a sequence of pairs, and then the named arguments, to a dict.</summary>
    public static NoneValue Update(DictValue dict, CallArguments call)
    {
        if (call.Positional.Count > 1)
            throw new TemplateError($"at most 1 positional argument is allowed here, but {call.Positional.Count} were given");
        foreach (var (key, value) in call.Positional.SelectMany(Pairs).ToList())
            dict[key] = value;
        foreach (var (name, value) in call.Named)
            dict[StringValue.FromTemplate(name)] = value;
        return NoneValue.Instance;
    }

    private static Builtin Of(string name, Func<DictValue, BuiltinArguments, TemplateValue> body, params string[] parameters) =>
        new(name, (subject, arguments) => body((DictValue)subject, arguments), parameters);

    private static IEnumerable<KeyValuePair<TemplateValue, TemplateValue>> Pairs(TemplateValue source) => source is DictValue dict
        ? dict.Entries
        : source.RequireElements().Select(element => element.Elements?.ToArray() is [var key, var value]
            ? KeyValuePair.Create(key, value)
            : throw new TemplateError("pairs of key and value are needed here"));

    private static TemplateValue Pop(DictValue dict, BuiltinArguments arguments)
    {
        var key = arguments.Require(0);
        return dict.Remove(key) ?? arguments[1] ?? throw new TemplateError($"there is no key '{key.ToText()}'");
    }

    private static TemplateValue SetDefault(DictValue dict, BuiltinArguments arguments)
    {
        var key = arguments.Require(0);
        if (dict.FindItem(key) is { } found)
            return found;

        return dict[key] = arguments[1] ?? NoneValue.Instance;
    }

    private static NoneValue Clear(DictValue dict)
    {
        dict.Clear();
        return NoneValue.Instance;
    }
}
