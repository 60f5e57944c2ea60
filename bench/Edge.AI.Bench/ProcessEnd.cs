using System.Globalization;

namespace Edge.AI.Bench;

/// <summary>Says how a child process ended, for a table.</summary>
internal static class ProcessEnd
{
    private static readonly string[] s_reasons = ["GGML_ASSERT", "Unhandled exception", "Fatal error", "terminate called", "what()"];

    /// <param name="exitCode">The exit code of the process.</param>
    /// <param name="errors">The lines that it wrote to standard error.</param>
    public static string Describe(int exitCode, IEnumerable<string> errors)
    {
        var reason = errors.FirstOrDefault(line => s_reasons.Any(known => line.Contains(known, StringComparison.Ordinal)))?.Trim();
        return string.Create(CultureInfo.InvariantCulture, $"the process ended with {exitCode}{SignalOf(exitCode)}{(reason is null ? "" : $": `{reason[..Math.Min(reason.Length, 160)]}`")}");
    }

    // Shells and .NET report 128 + the number of the signal.
    private static string SignalOf(int exitCode) => exitCode switch
    {
        134 => " (abort)",
        136 => " (arithmetic error)",
        137 => " (killed)",
        139 => " (segmentation fault)",
        _ => "",
    };
}
