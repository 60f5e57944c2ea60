using System.Diagnostics;
using Edge.AI.Testing;

namespace Edge.AI.Cli.Tests.Support;

/// <summary>The tool in a process of its own, started like from a shell.</summary>
internal sealed class ToolProcess : IAsyncDisposable
{
    /// <summary>The time after which a broken test fails instead of hanging.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private ToolProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <param name="environment">Additional environment variables.</param>
    /// <param name="arguments">The arguments of <c>edge-ai</c>.</param>
    /// <param name="via">A program, with its arguments, that starts the tool; none if it is started directly.</param>
    public static ToolProcess Start(IEnumerable<KeyValuePair<string, string?>> environment, IEnumerable<string> arguments, params string[] via)
    {
        var start = AppStart.Of(Path.Combine(AppContext.BaseDirectory, "edge-ai.dll"), arguments);
        foreach (var argument in via.Skip(1).Append(start.FileName).Reverse().Take(via.Length))
            start.ArgumentList.Insert(0, argument);
        start.FileName = via.FirstOrDefault() ?? start.FileName;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new(Process.Start(start)!);
    }

    public async Task<ToolResult> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return new(_process.ExitCode, await _output, await _errors);
    }

    /// <summary>Sends SIGKILL, so that the process cannot clean up.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await EndAsync();
    }

    /// <summary>Sends SIGINT, like Ctrl-C.</summary>
    public async Task InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", $"{_process.Id}"]);
        await kill.WaitForExitAsync().WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }
}
