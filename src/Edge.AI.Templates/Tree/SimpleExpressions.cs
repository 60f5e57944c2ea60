using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Tree;

internal sealed class ConstantExpression(int offset, TemplateValue value) : Expression(offset)
{
    protected override TemplateValue EvaluateCore(RenderContext context) => value;
}

internal sealed class NameExpression(int offset, string name, int number) : Expression(offset)
{
    private readonly UndefinedValue _undefined = new($"'{name}' is undefined");

    protected override TemplateValue EvaluateCore(RenderContext context) => context.Scope.Find(number) ?? _undefined;
}

internal sealed class ListExpression(int offset, IReadOnlyList<Expression> elements) : Expression(offset)
{
    protected override TemplateValue EvaluateCore(RenderContext context) =>
        new ListValue([.. elements.Select(element => element.Evaluate(context))]);
}

internal sealed class TupleExpression(int offset, IReadOnlyList<Expression> elements) : Expression(offset)
{
    protected override TemplateValue EvaluateCore(RenderContext context) =>
        new TupleValue([.. elements.Select(element => element.Evaluate(context))]);
}

internal sealed class DictExpression(int offset, IReadOnlyList<(Expression Key, Expression Value)> entries) : Expression(offset)
{
    protected override TemplateValue EvaluateCore(RenderContext context)
    {
        var dict = new DictValue();
        foreach (var (key, value) in entries)
            dict[key.Evaluate(context)] = value.Evaluate(context);
        return dict;
    }
}
