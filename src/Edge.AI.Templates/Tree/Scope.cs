using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Tree;

/// <summary>
/// Variables by the numbers of <see cref="NameTable"/>. The outermost scope has a place for each name of the template.
/// The inner scopes, of loops and macros, hold a few names each and are searched first.
/// </summary>
internal sealed class Scope
{
    private readonly Scope? _outer;
    private (int Name, TemplateValue? Value)[] _variables;
    private int _count;

    private Scope(Scope? outer, (int Name, TemplateValue? Value)[] variables) => (_outer, _variables) = (outer, variables);

    public static Scope Root(TemplateValue?[] variables) => new(outer: null, [.. variables.Select((value, name) => (name, value))]);

    public Scope Inner() => new(this, []);

    public TemplateValue? Find(int name)
    {
        var scope = this;
        for (; scope._outer is not null; scope = scope._outer)
        {
            WorkMeter.Charge(scope._count / 4);
            for (var i = 0; i < scope._count; i++)
            {
                if (scope._variables[i].Name == name)
                    return scope._variables[i].Value;
            }
        }

        return scope._variables[name].Value;
    }

    public void Set(int name, TemplateValue value)
    {
        if (_outer is null)
        {
            _variables[name].Value = value;
            return;
        }

        WorkMeter.Charge(_count / 4);
        for (var i = 0; i < _count; i++)
        {
            if (_variables[i].Name == name)
            {
                _variables[i].Value = value;
                return;
            }
        }

        if (_count == _variables.Length)
        {
            Array.Resize(ref _variables, Math.Max(4, _count * 2));
            WorkMeter.Charge(_variables.Length);
        }

        _variables[_count++] = (name, value);
    }
}
