using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace Edge.AI.Bench.LLamaSharp.Claims;

/// <summary>Tries every claim in a child process and prints a table of what happened.</summary>
internal static class ClaimReport
{
    private static readonly string[] s_reasons = ["GGML_ASSERT", "Unhandled exception", "Fatal error", "terminate called", "what()"];

    private static string? Version => typeof(ClaimReport).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(data => data.Key == "LLamaSharpVersion")?.Value;

    public static async Task<int> RunAsync(string model)
    {
        Console.WriteLine($"LLamaSharp {Version}, {Path.GetFileName(model)}, {DateTime.UtcNow:yyyy-MM-dd}\n");
        Console.WriteLine("| tried | result |\n|---|---|");
        foreach (var claim in Claim.All)
            Console.WriteLine($"| {claim.Question} | {await TryAsync(claim, model)} |");
        return 0;
    }

    private static async Task<string> TryAsync(Claim claim, string model)
    {
        var start = Self.Start(Claim.Verb, claim.Name, model);
        start.RedirectStandardError = true;
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var result = (await process.StandardOutput.ReadToEndAsync()).Trim();
        await process.WaitForExitAsync();
        var reason = Reason(await errors);
        return process.ExitCode == 0
            ? result
            : string.Create(CultureInfo.InvariantCulture, $"**the process ended with {process.ExitCode}{SignalOf(process.ExitCode)}**{reason}");
    }

    private static string SignalOf(int exitCode) => exitCode switch
    {
        134 => " (abort)",
        136 => " (floating-point error)",
        139 => " (segmentation fault)",
        _ => "",
    };

    /// <summary>The first line that says why.</summary>
    private static string Reason(string errors) =>
        errors.Split('\n').FirstOrDefault(line => s_reasons.Any(reason => line.Contains(reason, StringComparison.Ordinal))) is { } line
            ? $": `{line.Trim()[..Math.Min(line.Trim().Length, 160)]}`"
            : "";
}
