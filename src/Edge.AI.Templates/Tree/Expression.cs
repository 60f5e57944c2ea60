using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Tree;

/// <summary>A node that has a value.</summary>
internal abstract class Expression(int offset)
{
    public int Offset => offset;

    public TemplateValue Evaluate(RenderContext context)
    {
        context.Step(offset);
        return EvaluateCore(context);
    }

    protected abstract TemplateValue EvaluateCore(RenderContext context);
}
