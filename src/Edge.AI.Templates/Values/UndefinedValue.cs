using Edge.AI.Templates.Limits;

namespace Edge.AI.Templates.Values;

/// <summary>What a missing variable or attribute gives: it prints nothing and is empty, but asking anything of it is an error.</summary>
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

    /// <summary>Templates ask for what is not there all the time, and hardly ever use it: only then is the explanation written.</summary>
    public TemplateError Error() => new(_owner is null ? _text : $"'{_owner.TypeName} object' has no attribute '{_text}'");

    public override void WriteText(TextBuilder output)
    {
    }

    public override void WriteRepr(ReprBuilder output) => output.Append("Undefined");

    public override TemplateValue? FindAttribute(string name) => throw Error();

    public override TemplateValue? FindItem(TemplateValue key) => throw Error();
}
