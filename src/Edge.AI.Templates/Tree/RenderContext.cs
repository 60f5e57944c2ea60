using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Tree;

/// <summary>Everything that changes while one prompt is rendered: variables, output, and what the limits count.</summary>
internal sealed class RenderContext(Scope scope, WorkMeter meter)
{
    private const long UnitsPerNode = 16;

    private int _callDepth;

    public Scope Scope { get; private set; } = scope;

    public TextBuilder Output { get; private set; } = new();

    /// <summary>Where in the source the work has got to, for errors.</summary>
    public int Offset { get; private set; }

    /// <summary>Counts one evaluated node.</summary>
    public void Step(int offset)
    {
        Offset = offset;
        meter.Spend(UnitsPerNode);
        TemplateError.ThrowIfStackIsShort();
    }

    /// <summary>Names the node that is at work again, after its parts were.</summary>
    public void Return(int offset) => Offset = offset;

    /// <summary>Executes a body with variables of its own.</summary>
    public Flow ExecuteIn(Scope scope, Block body)
    {
        var outer = Scope;
        Scope = scope;
        var flow = body.Execute(this);
        Scope = outer;
        return flow;
    }

    /// <summary>Evaluates an expression with variables of its own.</summary>
    public TemplateValue EvaluateIn(Scope scope, Expression expression)
    {
        var outer = Scope;
        Scope = scope;
        var value = expression.Evaluate(this);
        Scope = outer;
        return value;
    }

    /// <summary>What a body writes, as a value.</summary>
    public StringValue Capture(Scope scope, Block body)
    {
        var output = Output;
        Output = new TextBuilder();
        ExecuteIn(scope, body);
        var captured = Output.ToValue();
        Output = output;
        return captured;
    }

    public void EnterCall()
    {
        if (++_callDepth > TemplateLimits.MaxCallDepth)
            throw new TemplateError($"macros call each other more than {TemplateLimits.MaxCallDepth} levels deep");
    }

    public void LeaveCall() => _callDepth--;
}
