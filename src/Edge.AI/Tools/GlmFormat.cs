namespace Edge.AI.Tools;

/// <summary><c>&lt;tool_call&gt;name&lt;arg_key&gt;key&lt;/arg_key&gt;&lt;arg_value&gt;value&lt;/arg_value&gt;&lt;/tool_call&gt;</c>: GLM 4.5 and later.</summary>
internal sealed class GlmFormat : TaggedCallFormat
{
    public override IReadOnlyList<CallOpener> Openers(ToolSet tools) => [new(Open)];

    public override string Open => "<tool_call>";

    /// <summary>The name ends where the first argument or the end of the call begins.</summary>
    public override string AfterName => "";

    public override string OpenKey => "<arg_key>";

    public override string BeforeValue => "</arg_key>\n<arg_value>";

    public override string AfterValue => "</arg_value>";

    public override string Close => "</tool_call>";
}
