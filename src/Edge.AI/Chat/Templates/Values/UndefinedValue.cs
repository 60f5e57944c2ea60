using Edge.AI.Chat.Templates.Text;

namespace Edge.AI.Chat.Templates.Values;

/// <summary>What a missing variable or attribute gives: it prints nothing and is empty, but asking anything of it is an error.</summary>
internal sealed class UndefinedValue(string explanation) : TemplateValue
{
    public override string TypeName => "Undefined";

    public override int? Count => 0;

    public override IEnumerable<TemplateValue> Elements => [];

    public static UndefinedValue Variable(string name) => new($"'{name}' is undefined");

    public static UndefinedValue Member(TemplateValue owner, string name) =>
        new(owner is StringValue or SequenceValue or DictValue or NoneValue or IntegerValue or FloatValue or BooleanValue
            ? $"'{owner.TypeName} object' has no attribute '{name}'"
            : $"'{owner.TypeName}' has no attribute '{name}'");

    public TemplateException Error() => new(explanation);

    public override void WriteText(TextBuilder output)
    {
    }

    public override void WriteRepr(ReprBuilder output) => output.Append("Undefined");

    public override TemplateValue? FindAttribute(string name) => throw Error();

    public override TemplateValue? FindItem(TemplateValue key) => throw Error();
}
