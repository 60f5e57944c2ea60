using System.Diagnostics;
using System.Text;
using Edge.AI.Testing;

namespace Edge.AI.Cli.Tests.Support;

/// <summary>The tool in a process of its own, started like from a shell.</summary>
internal sealed class ToolProcess : IAsyncDisposable
{
    /// <summary>The time after which a broken test fails instead of hanging.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private ToolProcess(Process process)
    {
        _process = process;
        _output = ReadOutputAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Completes when standard output has its first text.</summary>
    public Task Begun => _begun.Task.WaitAsync(Patience);

    /// <param name="environment">Additional environment variables.</param>
    /// <param name="arguments">The arguments of <c>edge-ai</c>.</param>
    /// <param name="input">The text of standard input.</param>
    /// <param name="via">A program, with its arguments, that starts the tool; none if it is started directly.</param>
    public static ToolProcess Start(IEnumerable<KeyValuePair<string, string?>> environment, IEnumerable<string> arguments, string input = "", params string[] via)
    {
        var start = AppStart.Of(Path.Combine(AppContext.BaseDirectory, "edge-ai.dll"), arguments);
        foreach (var argument in via.Skip(1).Append(start.FileName).Reverse().Take(via.Length))
            start.ArgumentList.Insert(0, argument);
        start.FileName = via.FirstOrDefault() ?? start.FileName;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        start.RedirectStandardInput = true;
        var process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        return new(process);
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
    public Task InterruptAsync() => SignalAsync("INT");

    /// <summary>Sends SIGTERM, like a service manager.</summary>
    public Task TerminateAsync() => SignalAsync("TERM");

    private async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        await kill.WaitForExitAsync().WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private async Task<string> ReadOutputAsync()
    {
        var (text, buffer) = (new StringBuilder(), new char[1024]);
        while (await _process.StandardOutput.ReadAsync(buffer) is > 0 and var count)
        {
            text.Append(buffer, 0, count);
            _begun.TrySetResult();
        }

        return text.ToString();
    }
}
