namespace Edge.AI.Templates.Tree;

/// <summary><c>{% macro name(parameters) %}…{% endmacro %}</c></summary>
internal sealed class MacroStatement(int offset, int number, MacroDefinition macro) : Statement(offset)
{
    public override Flow Execute(RenderContext context)
    {
        context.Scope.Set(number, new MacroValue(macro, context));
        return Flow.Next;
    }
}

/// <summary><c>{% call(parameters) macro(arguments) %}…{% endcall %}</c></summary>
internal sealed class CallStatement(int offset, CallExpression call, MacroDefinition body) : Statement(offset)
{
    public override Flow Execute(RenderContext context)
    {
        call.Call(context, new MacroValue(body, context)).WriteText(context.Output);
        return Flow.Next;
    }
}
