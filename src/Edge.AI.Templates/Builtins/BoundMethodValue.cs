using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Builtins;

/// <summary>A method with the value that it belongs to. A global function belongs to no value.</summary>
internal sealed class BoundMethodValue(Builtin method, TemplateValue owner) : CallableValue
{
    public override TemplateValue Call(CallArguments arguments) => method.Invoke(owner, arguments);
}
