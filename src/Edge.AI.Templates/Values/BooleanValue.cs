namespace Edge.AI.Templates.Values;

internal sealed class BooleanValue : TemplateValue
{
    public static readonly BooleanValue True = new(value: true);
    public static readonly BooleanValue False = new(value: false);

    private BooleanValue(bool value) => Value = value;

    public bool Value { get; }

    public override string TypeName => "bool";

    public override bool IsTruthy => Value;

    public static BooleanValue Of(bool value) => value ? True : False;

    public override void WriteRepr(ReprBuilder output) => output.Append(Value ? "True" : "False");
}
