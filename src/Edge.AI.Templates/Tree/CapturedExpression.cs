using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Tree;

/// <summary>The output of the body of <c>{% set name %}</c> or <c>{% filter name %}</c>.</summary>
internal sealed class CapturedExpression(int offset) : Expression(offset)
{
    /// <summary>Gets or sets the body. In the source it follows after its filters.</summary>
    public Block? Body { get; set; }

    protected override TemplateValue EvaluateCore(RenderContext context) => context.Capture(context.Scope.Inner(), Body!);
}
