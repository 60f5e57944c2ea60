using Edge.AI.Templates.Builtins;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Tree;

/// <summary><c>value.name</c></summary>
internal sealed class AttributeExpression(int offset, Expression value, string name) : Expression(offset)
{
    private readonly StringValue _name = StringValue.FromTemplate(name);

    protected override TemplateValue EvaluateCore(RenderContext context)
    {
        var owner = value.Evaluate(context);
        context.Return(Offset);
        return Members.Attribute(owner, _name);
    }
}

/// <summary><c>value[key]</c></summary>
internal sealed class ItemExpression(int offset, Expression value, Expression key) : Expression(offset)
{
    protected override TemplateValue EvaluateCore(RenderContext context)
    {
        var (owner, index) = (value.Evaluate(context), key.Evaluate(context));
        context.Return(Offset);
        return Members.Item(owner, index);
    }
}

/// <summary><c>value[start:stop:step]</c></summary>
internal sealed class SliceExpression(int offset, Expression value, Expression? start, Expression? stop, Expression? step) : Expression(offset)
{
    protected override TemplateValue EvaluateCore(RenderContext context)
    {
        var owner = value.Evaluate(context);
        var (from, to, by) = (Bound(start), Bound(stop), Bound(step));
        context.Return(Offset);
        return Slicing.Slice(owner, from, to, by);

        TemplateValue Bound(Expression? bound) => bound?.Evaluate(context) ?? NoneValue.Instance;
    }
}
