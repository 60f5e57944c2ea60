using System.Diagnostics;
using System.Text;
using Edge.AI.Testing;

namespace Edge.AI.Tests.Support;

/// <summary>Runs <c>tests/Edge.AI.HostProcess</c>, for tests that need a process of their own.</summary>
internal static class ChildProcess
{
    private static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "Edge.AI.HostProcess.dll");

    /// <summary>The longest takes about 30 s on a quiet machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    public static Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) => StartAsync("dotnet", [Program, .. arguments]);

    /// <summary>The same, started by another command such as <c>taskset</c>.</summary>
    public static Task<(int ExitCode, string Output, string Errors)> RunBehindAsync(string command, string[] commandArguments, params string[] arguments) =>
        StartAsync(command, [.. commandArguments, "dotnet", Program, .. arguments]);

    /// <summary>Kills it when it has written some lines.</summary>
    public static async Task KillAsync(int afterLines, params string[] arguments)
    {
        using var process = Start("dotnet", [Program, .. arguments]);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            for (var line = 0; line < afterLines; line++)
                (await process.StandardOutput.ReadLineAsync(patience.Token)).Should().NotBeNull("it still runs");
        }
        finally
        {
            process.Kill(); // SIGKILL on Unix
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>Sends it a signal when it has written a line that contains a text.</summary>
    /// <param name="signal">The signal, such as <c>TERM</c>.</param>
    /// <param name="line">The text.</param>
    /// <param name="arguments">The arguments of the program.</param>
    public static async Task<(int ExitCode, string Output)> SignalAsync(string signal, string line, params string[] arguments)
    {
        var start = AppStart.Of(Program, arguments);
        start.RedirectStandardError = false;
        using var process = Process.Start(start)!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var output = new StringBuilder();
            while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } written)
            {
                output.AppendLine(written);
                if (written.Contains(line, StringComparison.Ordinal))
                    break;
            }

            using (var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]))
                await kill.WaitForExitAsync(patience.Token);
            output.Append(await process.StandardOutput.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, output.ToString());
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(string command, string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("DOTNET_PROCESSOR_COUNT"); // the tests' own limit
        return Process.Start(start)!;
    }

    private static async Task<(int ExitCode, string Output, string Errors)> StartAsync(string command, string[] arguments)
    {
        using var process = Start(command, arguments);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, output, await errors);
        }
        catch (OperationCanceledException timeout) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{string.Join(' ', arguments)}' had not ended after {Patience.TotalSeconds} s.", timeout);
        }
    }
}
