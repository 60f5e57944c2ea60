using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Tree;

/// <summary>Text outside of all tags.</summary>
internal sealed class TextStatement(int offset, string text) : Statement(offset)
{
    private readonly StringValue _text = StringValue.FromTemplate(text);

    public override Flow Execute(RenderContext context)
    {
        context.Output.Append(_text);
        return Flow.Next;
    }
}

/// <summary><c>{{ value }}</c></summary>
internal sealed class OutputStatement(int offset, Expression value) : Statement(offset)
{
    public override Flow Execute(RenderContext context)
    {
        value.Evaluate(context).WriteText(context.Output);
        return Flow.Next;
    }
}

/// <summary><c>{% set target = value %}</c></summary>
internal sealed class SetStatement(int offset, AssignmentTarget target, Expression value) : Statement(offset)
{
    public override Flow Execute(RenderContext context)
    {
        target.Assign(context, context.Scope, value.Evaluate(context));
        return Flow.Next;
    }
}

/// <summary><c>{% if test %}…{% elif test %}…{% else %}…{% endif %}</c></summary>
internal sealed class IfStatement(int offset, IReadOnlyList<(Expression Test, Block Body)> branches, Block? otherwise) : Statement(offset)
{
    public override Flow Execute(RenderContext context)
    {
        foreach (var (test, body) in branches)
        {
            if (test.Evaluate(context).IsTruthy)
                return body.Execute(context);
        }

        return otherwise?.Execute(context) ?? Flow.Next;
    }
}

/// <summary><c>{% with name = value %}…{% endwith %}</c>, and <c>{% generation %}</c>, which sets nothing.</summary>
internal sealed class WithStatement(int offset, IReadOnlyList<(AssignmentTarget Target, Expression Value)> variables, Block body) : Statement(offset)
{
    public override Flow Execute(RenderContext context)
    {
        var scope = context.Scope.Inner();
        foreach (var (target, value) in variables)
            target.Assign(context, scope, value.Evaluate(context));
        return context.ExecuteIn(scope, body);
    }
}

/// <summary><c>{% break %}</c> and <c>{% continue %}</c></summary>
internal sealed class FlowStatement(int offset, Flow flow) : Statement(offset)
{
    public override Flow Execute(RenderContext context) => flow;
}
