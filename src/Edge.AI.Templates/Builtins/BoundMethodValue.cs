using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Builtins;

/// <summary>A method together with the value whose method it is; a global function has no such value.</summary>
internal sealed class BoundMethodValue(Builtin method, TemplateValue owner) : CallableValue
{
    public override TemplateValue Call(CallArguments arguments) => method.Invoke(owner, arguments);
}
