using Edge.AI.Templates.Limits;

namespace Edge.AI.Templates.Values;

/// <summary>The value of a missing variable or attribute. It prints nothing and is empty, but access to its members is an error.</summary>
internal sealed class UndefinedValue : TemplateValue
{
    private readonly TemplateValue? _owner;
    private readonly string _text;

    public UndefinedValue(string explanation) => _text = explanation;

    private UndefinedValue(TemplateValue owner, string name) => (_owner, _text) = (owner, name);

    public override string TypeName => "Undefined";

    public override int? Count => 0;

    protected override IEnumerable<TemplateValue> RawElements => [];

    public static UndefinedValue Member(TemplateValue owner, string name) => new(owner, name);

    /// <summary>The explanation is created only on use, because templates often test for missing members.</summary>
    public TemplateError Error() => new(_owner is null ? _text : $"'{_owner.TypeName} object' has no attribute '{_text}'");

    public override void WriteText(TextBuilder output)
    {
    }

    public override void WriteRepr(ReprBuilder output) => output.Append("Undefined");

    public override TemplateValue? FindAttribute(string name) => throw Error();

    public override TemplateValue? FindItem(TemplateValue key) => throw Error();
}
