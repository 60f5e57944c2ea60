using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Builtins;

/// <summary>The methods of lists, and those of tuples, which are the ones without changes.</summary>
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
        Of("append", (list, arguments) => Done(() => list.Add(arguments.Require(0))), "object"),
        Of("extend", (list, arguments) => Done(() => list.AddRange(arguments.Require(0).RequireElements())), "iterable"),
        Of("insert", (list, arguments) => Insert(list, arguments.Integer(0, 0), arguments.Require(1)), "index", "object"),
        Of("pop", (list, arguments) => Pop(list, arguments.Integer(0, -1)), "index"),
        Of("remove", (list, arguments) => Done(() => list.RemoveAt(IndexOf(list, arguments.Require(0)))), "value"),
        Of("clear", (list, _) => Done(list.Clear)),
        Of("reverse", (list, _) => Done(list.Reverse)),
    ]);

    private static Builtin Of(string name, Func<ListValue, BuiltinArguments, TemplateValue> body, params string[] parameters) =>
        new(name, (subject, arguments) => body((ListValue)subject, arguments), parameters);

    private static NoneValue Done(Action change)
    {
        change();
        return NoneValue.Instance;
    }

    private static int IndexOf(SequenceValue sequence, TemplateValue value, int start = 0, int end = int.MaxValue)
    {
        for (var i = Limit(start); i < Limit(end); i++)
        {
            if (Comparison.AreEqual(sequence.Values[i], value))
                return i;
        }

        throw new TemplateError($"the value is not in the {sequence.TypeName}");

        int Limit(int index) => Math.Clamp(index < 0 ? index + sequence.Values.Count : index, 0, sequence.Values.Count);
    }

    private static NoneValue Insert(ListValue list, int index, TemplateValue value)
    {
        var count = list.Values.Count;
        list.Insert(Math.Clamp(index < 0 ? index + count : index, 0, count), value);
        return NoneValue.Instance;
    }

    private static TemplateValue Pop(ListValue list, int index)
    {
        var position = CodePoints.Resolve(index, list.Values.Count) ?? throw new TemplateError("pop index out of range");
        var value = list.Values[position];
        list.RemoveAt(position);
        return value;
    }
}
