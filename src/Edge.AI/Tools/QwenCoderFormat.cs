namespace Edge.AI.Tools;

/// <summary>
/// <c>&lt;tool_call&gt;&lt;function=name&gt;&lt;parameter=key&gt;value&lt;/parameter&gt;&lt;/function&gt;&lt;/tool_call&gt;</c>, on lines of their own: Qwen3-Coder, Qwen 3.5,
/// Nemotron 3; Seed-OSS with another outer tag and without lines. The models sometimes forget the outer tag.
/// </summary>
/// <param name="tag">The name of the outer tag.</param>
/// <param name="hasLines">Whether a value is on lines of its own.</param>
internal sealed class QwenCoderFormat(string tag = "tool_call", bool hasLines = true) : TaggedCallFormat
{
    public override IReadOnlyList<CallOpener> Openers(ToolSet tools) =>
        [new(OpenAll, Open), new(Open, AtStart: false, Then: [.. tools.Functions.Select(function => function.Name + AfterName)])];

    public override string OpenAll { get; } = $"<{tag}>";

    public override string Open => "<function=";

    public override string AfterName => ">";

    public override string OpenKey => "<parameter=";

    public override string BeforeValue => ">";

    public override string AfterValue => "</parameter>";

    public override bool HasLines => hasLines;

    public override string Close => "</function>";

    public override string CloseAll { get; } = $"</{tag}>";
}
