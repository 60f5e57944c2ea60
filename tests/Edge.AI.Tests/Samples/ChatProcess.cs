using System.Diagnostics;
using System.Text;
using Edge.AI.Testing;

namespace Edge.AI.Tests.Samples;

/// <summary>The sample in a process of its own, started like by a user.</summary>
internal sealed class ChatProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly CancellationTokenSource _patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Task<string> _errors;

    private ChatProcess(Process process)
    {
        _process = process;
        _patience.CancelAfter(TimeSpan.FromMinutes(2));
        _errors = process.StandardError.ReadToEndAsync();
    }

    public static ChatProcess Start(string modelFolder, params string[] arguments) => StartIn(AppContext.BaseDirectory, modelFolder, arguments);

    public static ChatProcess StartIn(string appFolder, string modelFolder, params string[] arguments)
    {
        var start = AppStart.Of(Path.Combine(appFolder, "Chat.dll"), arguments);
        start.RedirectStandardInput = true;
        start.Environment["EDGE_AI_HOME"] = modelFolder;
        return new(Process.Start(start)!);
    }

    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string modelFolder, params string[] arguments)
    {
        await using var chat = Start(modelFolder, arguments);
        return await chat.EndAsync();
    }

    public Task SayAsync(string line) => _process.StandardInput.WriteLineAsync(line);

    /// <summary>Reads the output until it contains the text.</summary>
    public async Task ReadUntilAsync(Func<string, bool> isEnough)
    {
        var buffer = new char[256];
        while (!isEnough(_output.ToString()))
        {
            var count = await _process.StandardOutput.ReadAsync(buffer, _patience.Token);
            if (count == 0)
                throw new EndOfStreamException($"The sample ended: {_output}{await _errors}");
            _output.Append(buffer, 0, count);
        }
    }

    /// <summary>Closes its input and waits for its end.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> EndAsync()
    {
        _process.StandardInput.Close();
        _output.Append(await _process.StandardOutput.ReadToEndAsync(_patience.Token));
        await _process.WaitForExitAsync(_patience.Token);
        return (_process.ExitCode, _output.ToString(), await _errors);
    }

    public async Task KillAsync()
    {
        _process.Kill(); // SIGKILL, so that the process cannot clean up
        await _process.WaitForExitAsync(_patience.Token);
    }

    public async Task InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", $"{_process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
        _patience.Dispose();
        return ValueTask.CompletedTask;
    }
}
