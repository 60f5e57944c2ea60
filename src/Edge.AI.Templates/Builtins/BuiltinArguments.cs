using Edge.AI.Templates.Limits;
using Edge.AI.Templates.Values;

namespace Edge.AI.Templates.Builtins;

/// <summary>The arguments of a builtin by the position of its parameters; <see langword="null"/> for omitted ones.</summary>
internal readonly struct BuiltinArguments(CallArguments call, string[] parameters, TemplateValue?[] values)
{
    /// <summary>Gets the arguments as they were passed, for builtins that accept any.</summary>
    public CallArguments Call => call;

    public TemplateValue? this[int index] => values[index];

    public TemplateValue Require(int index) =>
        values[index] ?? throw new TemplateError($"missing argument '{parameters[index]}'");

    public StringValue RequireText(int index) => Require(index) as StringValue
        ?? throw new TemplateError($"argument '{parameters[index]}' must be str, not {values[index]!.TypeName}");

    /// <summary>Returns a text, or <see langword="null"/> if the argument is omitted or <c>none</c>.</summary>
    public StringValue? Text(int index) => values[index] is null or NoneValue ? null : RequireText(index);

    /// <summary>Returns a count or a position, or <paramref name="otherwise"/> if the argument is omitted or <c>none</c>.</summary>
    public int Integer(int index, int otherwise) =>
        values[index] is null or NoneValue ? otherwise : Numbers.RequireCount(values[index]!);

    public bool Flag(int index) => values[index]?.IsTruthy ?? false;
}
