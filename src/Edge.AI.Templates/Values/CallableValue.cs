namespace Edge.AI.Templates.Values;

/// <summary>A value that can be called.</summary>
internal abstract class CallableValue : TemplateValue
{
    public override string TypeName => "function";

    public abstract TemplateValue Call(CallArguments arguments);

    public override void WriteRepr(ReprBuilder output) => output.Append($"<{TypeName}>");
}
