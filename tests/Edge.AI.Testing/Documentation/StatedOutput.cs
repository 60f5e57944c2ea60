using System.Text.RegularExpressions;

namespace Edge.AI.Testing;

/// <summary>What a page says that a block prints. <c>…</c> stands for any text, such as a time that differs from run to run.</summary>
public static class StatedOutput
{
    public static bool Matches(string stated, string printed) => Regex.IsMatch(
        Normal(printed), $"^{Regex.Escape(Normal(stated)).Replace("…", ".*?", StringComparison.Ordinal)}$", RegexOptions.Singleline | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private static string Normal(string text) => text.ReplaceLineEndings("\n").Trim('\n', ' ');
}
