using System.Globalization;
using System.Text.RegularExpressions;

namespace Edge.AI.Tools;

/// <summary><c>&lt;|tool_call_begin|&gt;functions.name:0&lt;|tool_call_argument_begin|&gt;{…}&lt;|tool_call_end|&gt;</c>, with numbered calls: Kimi K2.</summary>
internal sealed partial class KimiFormat : NamedCallFormat
{
    protected override string OpenAll => "<|tool_calls_section_begin|>";

    protected override string Open => "<|tool_call_begin|>functions.";

    protected override string NumberRule => "\":\" [0-9]{1,4}";

    protected override string AfterName => "<|tool_call_argument_begin|>";

    protected override string Close => "<|tool_call_end|>";

    protected override string CloseAll => "<|tool_calls_section_end|>";

    protected override string NumberOf(int index) => string.Create(CultureInfo.InvariantCulture, $":{index}");

    protected override string WithoutNumber(string name) => Number().Replace(name, "");

    [GeneratedRegex(@":\d+$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
