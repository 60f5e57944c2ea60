using Edge.AI.Templates.Builtins;

namespace Edge.AI.Templates.Values;

/// <summary>A method together with the value whose method it is; a global function has no such value.</summary>
internal sealed class BoundMethodValue(Builtin method, TemplateValue owner) : CallableValue
{
    public override TemplateValue Call(CallArguments arguments) => method.Invoke(owner, arguments);
}
