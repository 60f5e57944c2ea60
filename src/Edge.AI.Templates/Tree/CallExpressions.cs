using Edge.AI.Templates.Builtins;
using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Tree;

/// <summary><c>callee(arguments)</c></summary>
internal sealed class CallExpression(int offset, Expression callee, ArgumentList arguments) : Expression(offset)
{
    protected override TemplateValue EvaluateCore(RenderContext context) => Call(context, caller: null);

    /// <summary>Calls the callee, and passes the body of a call block to it.</summary>
    public TemplateValue Call(RenderContext context, CallableValue? caller)
    {
        var target = callee.Evaluate(context);
        var passed = arguments.Evaluate(context);
        if (caller is not null)
            passed = passed with { Named = [.. passed.Named, KeyValuePair.Create<string, TemplateValue>("caller", caller)] };
        context.Return(Offset);
        var result = target switch
        {
            CallableValue callable => callable.Call(passed),
            UndefinedValue undefined => throw undefined.Error(),
            _ => throw new TemplateError($"'{target.TypeName}' object is not callable"),
        };
        context.Return(Offset);
        return result;
    }
}

/// <summary><c>value | filter(arguments)</c></summary>
internal sealed class FilterExpression(int offset, Expression value, string name, Builtin? filter, ArgumentList arguments) : Expression(offset)
{
    protected override TemplateValue EvaluateCore(RenderContext context)
    {
        if (filter is null)
            throw new TemplateError($"there is no filter '{name}'");

        var (subject, passed) = (value.Evaluate(context), arguments.Evaluate(context));
        context.Return(Offset);
        return filter.Invoke(subject, passed);
    }
}

/// <summary><c>value is test(arguments)</c></summary>
internal sealed class TestExpression(int offset, Expression value, string name, Builtin? test, ArgumentList arguments) : Expression(offset)
{
    protected override TemplateValue EvaluateCore(RenderContext context)
    {
        if (test is null)
            throw new TemplateError($"there is no test '{name}'");

        var (subject, passed) = (value.Evaluate(context), arguments.Evaluate(context));
        context.Return(Offset);
        return test.Invoke(subject, passed);
    }
}
