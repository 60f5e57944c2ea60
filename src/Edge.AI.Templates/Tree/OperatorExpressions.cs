using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Tree;

/// <summary><c>-value</c>, <c>+value</c></summary>
internal sealed class UnaryExpression(int offset, Expression value, Func<TemplateValue, TemplateValue> operation) : Expression(offset)
{
    protected override TemplateValue EvaluateCore(RenderContext context)
    {
        var operand = value.Evaluate(context);
        context.Return(Offset);
        return operation(operand);
    }
}

/// <summary><c>left + right</c> and the other operators of arithmetic</summary>
internal sealed class BinaryExpression(int offset, Expression left, Expression right, Func<TemplateValue, TemplateValue, TemplateValue> operation)
    : Expression(offset)
{
    protected override TemplateValue EvaluateCore(RenderContext context)
    {
        var (a, b) = (left.Evaluate(context), right.Evaluate(context));
        context.Return(Offset);
        return operation(a, b);
    }
}

/// <summary><c>left ~ right</c>, which joins the texts of any values</summary>
internal sealed class ConcatExpression(int offset, IReadOnlyList<Expression> parts) : Expression(offset)
{
    protected override TemplateValue EvaluateCore(RenderContext context)
    {
        var output = new TextBuilder();
        foreach (var part in parts)
            part.Evaluate(context).WriteText(output);
        return output.ToValue();
    }
}

/// <summary><c>not value</c></summary>
internal sealed class NotExpression(int offset, Expression value) : Expression(offset)
{
    protected override TemplateValue EvaluateCore(RenderContext context) => BooleanValue.Of(!value.Evaluate(context).IsTruthy);
}

/// <summary><c>left and right</c>, <c>left or right</c>: the operand that decided</summary>
internal sealed class LogicalExpression(int offset, Expression left, Expression right, bool isAnd) : Expression(offset)
{
    protected override TemplateValue EvaluateCore(RenderContext context)
    {
        var value = left.Evaluate(context);
        return value.IsTruthy == isAnd ? right.Evaluate(context) : value;
    }
}

/// <summary><c>value if test else otherwise</c></summary>
internal sealed class ConditionalExpression(int offset, Expression test, Expression value, Expression? otherwise) : Expression(offset)
{
    protected override TemplateValue EvaluateCore(RenderContext context) => test.Evaluate(context).IsTruthy
        ? value.Evaluate(context)
        : otherwise?.Evaluate(context) ?? new UndefinedValue("the inline if-expression evaluated to false and no else section was defined");
}
