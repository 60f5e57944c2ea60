using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Tree;

/// <summary>The target of <c>set</c> or <c>for</c>.</summary>
internal abstract class AssignmentTarget
{
    public abstract void Assign(RenderContext context, Scope scope, TemplateValue value);
}

/// <summary><c>name</c></summary>
internal sealed class NameTarget(int number) : AssignmentTarget
{
    public override void Assign(RenderContext context, Scope scope, TemplateValue value) => scope.Set(number, value);
}

/// <summary><c>namespace.name</c></summary>
internal sealed class MemberTarget(int offset, string owner, int ownerNumber, string name) : AssignmentTarget
{
    private readonly StringValue _name = StringValue.FromTemplate(name);

    public override void Assign(RenderContext context, Scope scope, TemplateValue value)
    {
        context.Return(offset);
        if (scope.Find(ownerNumber) is not NamespaceValue target)
            throw new TemplateError($"cannot assign attribute on '{owner}', which is not a namespace");
        target[_name] = value;
    }
}

/// <summary><c>first, second</c></summary>
internal sealed class TupleTarget(IReadOnlyList<AssignmentTarget> targets) : AssignmentTarget
{
    public override void Assign(RenderContext context, Scope scope, TemplateValue value)
    {
        var elements = value.Elements ?? throw new TemplateError($"cannot unpack non-iterable {value.TypeName} object");
        var values = elements as IReadOnlyList<TemplateValue> ?? [.. elements];
        if (values.Count != targets.Count)
            throw new TemplateError($"{targets.Count} values are expected here, but there are {values.Count}");

        for (var i = 0; i < targets.Count; i++)
            targets[i].Assign(context, scope, values[i]);
    }
}
