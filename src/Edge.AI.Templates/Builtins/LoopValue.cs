using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Builtins;

/// <summary>The variable <c>loop</c> inside of a loop.</summary>
internal sealed class LoopValue(
    IReadOnlyList<TemplateValue> values, int depth, Func<TemplateValue, TemplateValue> recurse) : CallableValue
{
    private static readonly BuiltinTable Methods = new(
    [
        new("cycle", (subject, arguments) => ((LoopValue)subject).Cycle(arguments.Call.Positional), Builtin.Any),
        new("changed", (subject, arguments) => ((LoopValue)subject).Changed(new TupleValue(arguments.Call.Positional)), Builtin.Any),
    ]);

    private int _position;
    private TupleValue? _lastSeen;

    public override string TypeName => "LoopContext";

    public override int? Count => values.Count;

    public bool HasCurrent => _position < values.Count;

    public TemplateValue Current => values[_position];

    public void MoveNext() => _position++;

    public override TemplateValue? FindAttribute(string name) => name switch
    {
        "index" => IntegerValue.Of(_position + 1),
        "index0" => IntegerValue.Of(_position),
        "revindex" => IntegerValue.Of(values.Count - _position),
        "revindex0" => IntegerValue.Of(values.Count - _position - 1),
        "first" => BooleanValue.Of(_position == 0),
        "last" => BooleanValue.Of(_position == values.Count - 1),
        "length" => IntegerValue.Of(values.Count),
        "depth" => IntegerValue.Of(depth),
        "depth0" => IntegerValue.Of(depth - 1),
        "previtem" => _position > 0 ? values[_position - 1] : new UndefinedValue("there is no previous item"),
        "nextitem" => _position + 1 < values.Count ? values[_position + 1] : new UndefinedValue("there is no next item"),
        _ => Methods.Bind(name, this),
    };

    public override TemplateValue Call(CallArguments arguments) => arguments is { Positional: [var elements], Named: [] }
        ? recurse(elements)
        : throw new TemplateError("loop() takes one argument");

    public override void WriteRepr(ReprBuilder output) => output.Append($"<{TypeName} {_position + 1}/{values.Count}>");

    private TemplateValue Cycle(IReadOnlyList<TemplateValue> choices) => choices.Count > 0
        ? choices[_position % choices.Count]
        : throw new TemplateError("no items for cycling given");

    private BooleanValue Changed(TupleValue seen)
    {
        var isSame = _lastSeen is not null && Comparison.AreEqual(_lastSeen, seen);
        _lastSeen = seen;
        return BooleanValue.Of(!isSame);
    }
}
