using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Text;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Builtins;

/// <summary><c>tojson</c> as chat templates expect it: Python's <c>json.dumps</c> with <c>ensure_ascii=False</c>.</summary>
internal static class JsonFilter
{
    public static IEnumerable<Builtin> All => [new("tojson", Write, "ensure_ascii", "indent", "separators", "sort_keys")];

    private static StringValue Write(TemplateValue value, BuiltinArguments arguments)
    {
        var indent = arguments[1] switch
        {
            null or NoneValue => null,
            StringValue text => text.Text,
            var width => PythonText.Pad(StringValue.Empty, Numbers.RequireCount(width), 0, StringValue.FromTemplate(" ")).Text,
        };
        var (item, key) = arguments[2] switch
        {
            null or NoneValue => (indent is null ? ", " : ",", ": "),
            SequenceValue { Values: [StringValue first, StringValue second] } => (first.Text, second.Text),
            _ => throw new TemplateError("the separators of 'tojson' must be two strings"),
        };
        var writer = new PythonJsonWriter(indent, item, key, isAscii: arguments.Flag(0), isSorted: arguments.Flag(3));
        writer.Write(value);
        return writer.ToValue();
    }
}
