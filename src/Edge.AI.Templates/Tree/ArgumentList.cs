using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Tree;

/// <summary>The expressions of the arguments of a call, a filter or a test.</summary>
internal sealed class ArgumentList(
    IReadOnlyList<Expression> positional,
    IReadOnlyList<(string Name, Expression Value)> named,
    Expression? morePositional = null,
    Expression? moreNamed = null)
{
    public static readonly ArgumentList Empty = new([], []);

    public CallArguments Evaluate(RenderContext context)
    {
        if (positional.Count == 0 && named.Count == 0 && morePositional is null && moreNamed is null)
            return CallArguments.None;

        var values = new List<TemplateValue>(positional.Count);
        foreach (var argument in positional)
            values.Add(argument.Evaluate(context));
        var names = new List<KeyValuePair<string, TemplateValue>>(named.Count);
        foreach (var (name, value) in named)
            names.Add(KeyValuePair.Create(name, value.Evaluate(context)));
        if (morePositional is not null)
            values.AddRange(morePositional.Evaluate(context).RequireElements());
        if (moreNamed is not null)
            AddNamed(moreNamed.Evaluate(context), names);
        WorkMeter.Allocate((16L * values.Count) + (64L * names.Count));
        return new CallArguments(values, names);
    }

    private static void AddNamed(TemplateValue value, List<KeyValuePair<string, TemplateValue>> names)
    {
        var dict = value as DictValue ?? throw new TemplateError($"argument after ** must be a mapping, not {value.TypeName}");
        var known = names.Select(name => name.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var (key, argument) in dict.Entries)
        {
            var name = key is StringValue text ? text.Text : throw new TemplateError("keywords must be strings");
            if (!known.Add(name))
                throw new TemplateError($"got multiple values for keyword argument '{name}'");
            names.Add(KeyValuePair.Create(name, argument));
        }
    }
}
