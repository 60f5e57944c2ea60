namespace Edge.AI.Chat.Tools;

/// <summary><c>&lt;|tool_call|&gt;[{"name": …, "arguments": {…}}]</c>: Granite 3 and Phi-4-mini, which closes the list with a marker, too.</summary>
internal sealed class MarkedListFormat(bool hasEnd) : JsonCallFormat
{
    protected override string Open => "<|tool_call|>";

    protected override string Close => hasEnd ? "<|/tool_call|>" : "";

    protected override bool IsList => true;
}
