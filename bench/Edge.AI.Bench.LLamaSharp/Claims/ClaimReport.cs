using System.Diagnostics;
using System.Reflection;

namespace Edge.AI.Bench.LLamaSharp.Claims;

/// <summary>Tries every claim in a child process and prints a table of what happened.</summary>
internal static class ClaimReport
{
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
        start.Environment["GGML_NO_BACKTRACE"] = "1"; // ggml would start a debugger before it aborts
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var result = (await process.StandardOutput.ReadToEndAsync()).Trim();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? result : $"**{ProcessEnd.Describe(process.ExitCode, (await errors).Split('\n'))}**";
    }
}
