using Edge.AI.Chat.Templates.Text;
using Edge.AI.Chat.Templates.Values;

namespace Edge.AI.Chat.Templates.Builtins;

/// <summary>The methods of lists, and of tuples, which have those that change nothing.</summary>
internal static class ListMethods
{
    public static readonly BuiltinTable TupleTable = new(
    [
        new("index", (subject, arguments) => IntegerValue.Of(IndexOf((SequenceValue)subject, arguments.Require(0), arguments.Integer(1, 0), arguments.Integer(2, int.MaxValue))), "value", "start", "end"),
        new("count", (subject, arguments) => IntegerValue.Of(((SequenceValue)subject).Values.Count(element => Comparison.AreEqual(element, arguments.Require(0)))), "value"),
    ]);

    public static readonly BuiltinTable Table = new(
    [
        .. TupleTable.All,
        Of("copy", (list, _) => new ListValue([.. list.Values])),
        Of("append", (list, arguments) => Done(list.Change(), values => values.Add(arguments.Require(0))), "object"),
        Of("extend", (list, arguments) => Done(list.Change(), values => values.AddRange(arguments.Require(0).RequireElements().ToList())), "iterable"),
        Of("insert", (list, arguments) => Insert(list.Change(), arguments.Integer(0, 0), arguments.Require(1)), "index", "object"),
        Of("pop", (list, arguments) => Pop(list.Change(), arguments.Integer(0, -1)), "index"),
        Of("remove", (list, arguments) => Done(list.Change(), values => values.RemoveAt(IndexOf(list, arguments.Require(0)))), "value"),
        Of("clear", (list, _) => Done(list.Change(), values => values.Clear())),
        Of("reverse", (list, _) => Done(list.Change(), values => values.Reverse())),
    ]);

    private static Builtin Of(string name, Func<ListValue, BuiltinArguments, TemplateValue> body, params string[] parameters) =>
        new(name, (subject, arguments) => body((ListValue)subject, arguments), parameters);

    private static NoneValue Done(List<TemplateValue> values, Action<List<TemplateValue>> change)
    {
        change(values);
        return NoneValue.Instance;
    }

    private static int IndexOf(SequenceValue sequence, TemplateValue value, int start = 0, int end = int.MaxValue)
    {
        for (var i = Limit(start); i < Limit(end); i++)
        {
            if (Comparison.AreEqual(sequence.Values[i], value))
                return i;
        }

        throw new TemplateException($"the value is not in the {sequence.TypeName}");

        int Limit(int index) => Math.Clamp(index < 0 ? index + sequence.Values.Count : index, 0, sequence.Values.Count);
    }

    private static NoneValue Insert(List<TemplateValue> values, int index, TemplateValue value)
    {
        values.Insert(Math.Clamp(index < 0 ? index + values.Count : index, 0, values.Count), value);
        return NoneValue.Instance;
    }

    private static TemplateValue Pop(List<TemplateValue> values, int index)
    {
        var position = CodePoints.Resolve(index, values.Count) ?? throw new TemplateException("pop index out of range");
        var value = values[position];
        values.RemoveAt(position);
        return value;
    }
}
