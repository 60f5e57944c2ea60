namespace Edge.AI.Chat.Tools;

/// <summary>
/// <c>&lt;tool_call&gt;&lt;function=name&gt;&lt;parameter=key&gt;value&lt;/parameter&gt;&lt;/function&gt;&lt;/tool_call&gt;</c>, on lines of their own: Qwen3-Coder, Qwen 3.5,
/// Nemotron 3; Seed-OSS with another outer tag.
/// </summary>
internal sealed class QwenCoderFormat(string tag = "tool_call") : TaggedCallFormat
{
    public override IReadOnlyList<CallOpener> Openers(ToolSet tools) => [new($"<{tag}>", "<function=")];

    protected override string Open => $"<{tag}>\n<function=";

    protected override string AfterName => ">";

    protected override string OpenKey => "<parameter=";

    protected override string BeforeValue => ">\n";

    protected override string AfterValue => "\n</parameter>";

    protected override string Close => $"</function>\n</{tag}>";

    protected override int EndOfName(string text, int start) => text.IndexOf(AfterName, start, StringComparison.Ordinal);
}
