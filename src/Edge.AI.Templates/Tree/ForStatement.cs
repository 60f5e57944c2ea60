using Edge.AI.Templates.Builtins;
using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Tree;

/// <summary><c>{% for target in source if test recursive %}…{% else %}…{% endfor %}</c></summary>
internal sealed class ForStatement(
    int offset, AssignmentTarget target, Expression source, Expression? test, Block body, Block? otherwise, int loopNumber, bool isRecursive)
    : Statement(offset)
{
    public override Flow Execute(RenderContext context)
    {
        Run(context, context.Scope, source.Evaluate(context), depth: 1);
        return Flow.Next;
    }

    /// <summary>Returns the output of the loop for other elements: <c>loop(children)</c> inside a recursive loop.</summary>
    public StringValue Recurse(RenderContext context, Scope scope, TemplateValue elements, int depth)
    {
        if (!isRecursive)
            throw new TemplateError("The loop must have the 'recursive' marker to be called recursively.");

        context.EnterCall();
        var again = new Block([new RecursionStatement(this, elements, depth)]);
        var written = context.Capture(scope, again);
        context.LeaveCall();
        return written;
    }

    private void Run(RenderContext context, Scope outer, TemplateValue elements, int depth)
    {
        context.Return(Offset);
        var values = Values(context, outer, elements);
        if (values.Count == 0)
        {
            if (otherwise is not null)
                context.ExecuteIn(outer.Inner(), otherwise);
            return;
        }

        var loop = new LoopValue(values, depth, inner => Recurse(context, outer, inner, depth + 1));
        for (; loop.HasCurrent; loop.MoveNext())
        {
            context.Step(Offset);
            var scope = outer.Inner();
            scope.Set(loopNumber, loop);
            target.Assign(context, scope, loop.Current);
            if (context.ExecuteIn(scope, body) == Flow.Break)
                break;
        }
    }

    private IReadOnlyList<TemplateValue> Values(RenderContext context, Scope outer, TemplateValue source)
    {
        var elements = source.RequireElements();
        if (test is null)
            return elements as IReadOnlyList<TemplateValue> ?? [.. elements];

        var values = new List<TemplateValue>();
        foreach (var element in elements)
        {
            context.Step(Offset);
            var scope = outer.Inner();
            target.Assign(context, scope, element);
            if (context.EvaluateIn(scope, test).IsTruthy)
                values.Add(element);
        }

        return values;
    }

    private sealed class RecursionStatement(ForStatement loop, TemplateValue elements, int depth) : Statement(loop.Offset)
    {
        public override Flow Execute(RenderContext context)
        {
            loop.Run(context, context.Scope, elements, depth);
            return Flow.Next;
        }
    }
}
