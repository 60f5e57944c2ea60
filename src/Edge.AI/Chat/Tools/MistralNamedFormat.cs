namespace Edge.AI.Chat.Tools;

/// <summary><c>[TOOL_CALLS]name[ARGS]{…}</c>: Mistral since 2025.</summary>
internal sealed class MistralNamedFormat : NamedCallFormat
{
    public override CallIdStyle CallIds => CallIdStyle.NineLettersOrDigits;

    protected override string Open => "[TOOL_CALLS]";

    protected override string AfterName => "[ARGS]";
}
