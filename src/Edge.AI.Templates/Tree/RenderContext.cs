using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Tree;

/// <summary>The state of one rendering: variables, output and position.</summary>
internal sealed class RenderContext(Scope scope, WorkMeter meter)
{
    private const long UnitsPerNode = 16;

    private int _callDepth;

    public Scope Scope { get; private set; } = scope;

    public TextBuilder Output { get; private set; } = new();

    /// <summary>Gets the offset in the source of the current node, for errors.</summary>
    public int Offset { get; private set; }

    /// <summary>Makes a node the current one and charges its evaluation.</summary>
    public void Step(int offset)
    {
        Offset = offset;
        meter.Spend(UnitsPerNode);
        TemplateError.ThrowIfStackIsShort();
    }

    /// <summary>Makes a node the current one again, after its parts were evaluated.</summary>
    public void Return(int offset) => Offset = offset;

    /// <summary>Executes a body in a scope.</summary>
    public Flow ExecuteIn(Scope scope, Block body)
    {
        var outer = Scope;
        Scope = scope;
        var flow = body.Execute(this);
        Scope = outer;
        return flow;
    }

    /// <summary>Evaluates an expression in a scope.</summary>
    public TemplateValue EvaluateIn(Scope scope, Expression expression)
    {
        var outer = Scope;
        Scope = scope;
        var value = expression.Evaluate(this);
        Scope = outer;
        return value;
    }

    /// <summary>Executes a body and returns its output.</summary>
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
