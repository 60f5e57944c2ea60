namespace Edge.AI.Chat.Tools;

/// <summary><c>[TOOL_CALLS][{"name": …, "arguments": {…}, "id": …}]</c>: Mistral up to 2024.</summary>
internal sealed class MistralFormat : JsonCallFormat
{
    public override CallIdStyle CallIds => CallIdStyle.NineLettersOrDigits;

    protected override string Open => "[TOOL_CALLS]";

    protected override bool IsList => true;
}
