using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Builtins;

/// <summary>The result of <c>cycler('odd', 'even')</c>: <c>next()</c> returns its values in turn, again and again.</summary>
internal sealed class CyclerValue(IReadOnlyList<TemplateValue> values) : TemplateValue
{
    private static readonly BuiltinTable Methods = new(
    [
        new("next", (subject, _) => ((CyclerValue)subject).Next()),
        new("reset", (subject, _) => ((CyclerValue)subject).Reset()),
    ]);

    private int _position;

    public override string TypeName => "Cycler";

    public override TemplateValue? FindAttribute(string name) => name is "current" ? Current : Methods.Bind(name, this);

    public override void WriteRepr(ReprBuilder output) => output.Append("<Cycler>");

    private TemplateValue Current => values.Count > 0 ? values[_position] : throw new TemplateError("at least one item has to be provided");

    private TemplateValue Next()
    {
        var current = Current;
        _position = (_position + 1) % values.Count;
        return current;
    }

    private NoneValue Reset()
    {
        _position = 0;
        return NoneValue.Instance;
    }
}
