namespace Edge.AI.Tools;

/// <summary><c>&lt;tool_call&gt;{"name": …, "arguments": {…}}&lt;/tool_call&gt;</c>: Hermes, Qwen 2.5 and 3, SmolLM3, edge-tiny, Granite 4 and many more.</summary>
internal class HermesFormat : JsonCallFormat
{
    protected override string Open => "<tool_call>";

    protected override string Close => "</tool_call>";
}
