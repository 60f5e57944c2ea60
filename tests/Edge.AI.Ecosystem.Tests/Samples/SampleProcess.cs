using System.Diagnostics;
using System.Text;
using Edge.AI.Testing;

namespace Edge.AI.Ecosystem.Tests.Samples;

/// <summary>A sample in a process of its own, started like by a user.</summary>
internal sealed class SampleProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Task<string> _errors;
    private readonly CancellationTokenSource _patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    private SampleProcess(Process process)
    {
        _process = process;
        _patience.CancelAfter(TimeSpan.FromMinutes(2));
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts a sample from the folder into which its build has put it.</summary>
    public static SampleProcess Start(string name, params string[] arguments)
    {
        var configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";
        var folder = Path.Combine(ApprovedText.RepositoryRoot, "samples", name, "bin", configuration, "net10.0");
        var start = AppStart.Of(Path.Combine(folder, $"{name}.dll"), arguments);
        start.WorkingDirectory = folder;
        start.Environment["DOTNET_PROCESSOR_COUNT"] = "1"; // tests run in parallel
        return new(Process.Start(start)!);
    }

    /// <summary>Reads the output up to the first line that is wanted, and returns this line.</summary>
    public async Task<string> ReadLineAsync(Func<string, bool> isWanted)
    {
        while (await _process.StandardOutput.ReadLineAsync(_patience.Token) is { } line)
        {
            _output.AppendLine(line);
            if (isWanted(line))
                return line;
        }

        throw new EndOfStreamException($"The sample ended: {_output}{await _errors}");
    }

    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync(_patience.Token);
    }

    public async Task<(int ExitCode, string Output, string Errors)> EndAsync()
    {
        _output.Append(await _process.StandardOutput.ReadToEndAsync(_patience.Token));
        await _process.WaitForExitAsync(_patience.Token);
        return (_process.ExitCode, _output.ToString(), await _errors);
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
