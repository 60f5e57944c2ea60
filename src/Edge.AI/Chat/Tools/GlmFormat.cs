namespace Edge.AI.Chat.Tools;

/// <summary><c>&lt;tool_call&gt;name&lt;arg_key&gt;key&lt;/arg_key&gt;&lt;arg_value&gt;value&lt;/arg_value&gt;&lt;/tool_call&gt;</c>, on lines of their own: GLM 4.5 and later.</summary>
internal sealed class GlmFormat : TaggedCallFormat
{
    public override IReadOnlyList<CallOpener> Openers(ToolSet tools) => [new(Open)];

    protected override string Open => "<tool_call>";

    protected override string AfterName => "";

    protected override string OpenKey => "<arg_key>";

    protected override string BeforeValue => "</arg_key>\n<arg_value>";

    protected override string AfterValue => "</arg_value>";

    protected override string Close => "</tool_call>";

    /// <summary>The name ends where the first argument or the end of the call begins.</summary>
    protected override int EndOfName(string text, int start)
    {
        var (key, close) = (text.IndexOf(OpenKey, start, StringComparison.Ordinal), text.IndexOf(Close, start, StringComparison.Ordinal));
        return key < 0 ? close : close < 0 ? key : Math.Min(key, close);
    }
}
