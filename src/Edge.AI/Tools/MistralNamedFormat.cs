namespace Edge.AI.Tools;

/// <summary><c>[TOOL_CALLS]name[ARGS]{…}</c>: Mistral since 2025; some of its models number their calls, <c>name[CALL_ID]123456789[ARGS]</c>.</summary>
internal sealed class MistralNamedFormat : NamedCallFormat
{
    private const string CallId = "[CALL_ID]";

    public override CallIdStyle CallIds => CallIdStyle.NineLettersOrDigits;

    public override IReadOnlyList<string> Markers => [.. base.Markers, CallId];

    protected override string Open => "[TOOL_CALLS]";

    protected override string NumberRule => $"(\"{CallId}\" [A-Za-z0-9]{{9}})?";

    protected override string AfterName => "[ARGS]";

    protected override string WithoutNumber(string name) => name.LastIndexOf(CallId, StringComparison.Ordinal) is > 0 and var at ? name[..at] : name;
}
