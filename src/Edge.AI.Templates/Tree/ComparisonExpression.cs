using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Tree;

/// <summary>One comparison or a chain, <c>a &lt; b &lt;= c</c>, in which every comparison must hold.</summary>
internal sealed class ComparisonExpression(int offset, Expression first, IReadOnlyList<(string Operation, Expression Operand)> rest)
    : Expression(offset)
{
    protected override TemplateValue EvaluateCore(RenderContext context)
    {
        var left = first.Evaluate(context);
        foreach (var (operation, operand) in rest)
        {
            var right = operand.Evaluate(context);
            context.Return(Offset);
            if (!Holds(operation, left, right))
                return BooleanValue.False;
            left = right;
        }

        return BooleanValue.True;
    }

    private static bool Holds(string operation, TemplateValue left, TemplateValue right) => operation switch
    {
        "==" => Comparison.AreEqual(left, right),
        "!=" => !Comparison.AreEqual(left, right),
        "<" => Comparison.Compare(left, right, operation) < 0,
        "<=" => Comparison.Compare(left, right, operation) <= 0,
        ">" => Comparison.Compare(left, right, operation) > 0,
        ">=" => Comparison.Compare(left, right, operation) >= 0,
        "in" => Comparison.Contains(right, left),
        _ => !Comparison.Contains(right, left),
    };
}
