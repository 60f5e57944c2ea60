using System.Diagnostics;

namespace Edge.AI.Tests.Support;

/// <summary>Runs <c>tests/Edge.AI.HostProcess</c>, for tests that need a process of their own.</summary>
internal static class ChildProcess
{
    private static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "Edge.AI.HostProcess.dll");

    public static Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) => StartAsync("dotnet", [Program, .. arguments]);

    /// <summary>The same, started by another command such as <c>taskset</c>.</summary>
    public static Task<(int ExitCode, string Output, string Errors)> RunBehindAsync(string command, string[] commandArguments, params string[] arguments) =>
        StartAsync(command, [.. commandArguments, "dotnet", Program, .. arguments]);

    private static async Task<(int ExitCode, string Output, string Errors)> StartAsync(string command, string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("DOTNET_PROCESSOR_COUNT"); // the tests' own limit
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await errors);
    }
}
