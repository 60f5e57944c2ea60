using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Builtins;

/// <summary>The arguments of a builtin, by the position of its parameters; null for those that were left out.</summary>
internal readonly struct BuiltinArguments(CallArguments call, string[] parameters, TemplateValue?[] values)
{
    /// <summary>The arguments as they were passed, for builtins that take any.</summary>
    public CallArguments Call => call;

    public TemplateValue? this[int index] => values[index];

    public TemplateValue Require(int index) =>
        values[index] ?? throw new TemplateError($"missing argument '{parameters[index]}'");

    public StringValue RequireText(int index) => Require(index) as StringValue
        ?? throw new TemplateError($"argument '{parameters[index]}' must be str, not {values[index]!.TypeName}");

    /// <summary>A text, or null if there is none or it is <c>none</c>.</summary>
    public StringValue? Text(int index) => values[index] is null or NoneValue ? null : RequireText(index);

    /// <summary>A count or a position, or <paramref name="otherwise"/> if there is none or it is <c>none</c>.</summary>
    public int Integer(int index, int otherwise) =>
        values[index] is null or NoneValue ? otherwise : Numbers.RequireCount(values[index]!);

    public bool Flag(int index) => values[index]?.IsTruthy ?? false;
}
