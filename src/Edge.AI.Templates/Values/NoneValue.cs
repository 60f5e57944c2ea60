namespace Edge.AI.Templates.Values;

internal sealed class NoneValue : TemplateValue
{
    public static readonly NoneValue Instance = new();

    private NoneValue()
    {
    }

    public override string TypeName => "NoneType";

    public override bool IsTruthy => false;

    public override void WriteRepr(ReprBuilder output) => output.Append("None");
}
