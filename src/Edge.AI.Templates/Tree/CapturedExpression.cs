using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Tree;

/// <summary>What the body of <c>{% set name %}</c> or <c>{% filter name %}</c> writes.</summary>
internal sealed class CapturedExpression(int offset) : Expression(offset)
{
    /// <summary>The body, which follows in the source after the filters that are applied to it.</summary>
    public Block? Body { get; set; }

    protected override TemplateValue EvaluateCore(RenderContext context) => context.Capture(context.Scope.Inner(), Body!);
}
