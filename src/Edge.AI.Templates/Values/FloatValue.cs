namespace Edge.AI.Templates.Values;

internal sealed class FloatValue(double value) : TemplateValue
{
    public double Value => value;

    public override string TypeName => "float";

    public override bool IsTruthy => value != 0;

    public override void WriteRepr(ReprBuilder output) => output.Append(PythonRepr.Of(value));
}
