using System.Diagnostics;
using System.Text;
using Edge.AI.Testing;

namespace Edge.AI.Cli.Tests.Support;

/// <summary>
/// The tool on a terminal, as a person uses it. The program <c>script</c> of util-linux provides the terminal.
/// It does not echo by default, so that a line feed after a prompt says that the tool has read the line.
/// </summary>
internal sealed class ToolTerminal : IAsyncDisposable
{
    public const string Missing = "There is no program 'script' of util-linux, which provides a terminal.";

    private const string Script = "/usr/bin/script";

    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(60)); // after which a broken test fails instead of hanging
    private readonly StringBuilder _screen = new();
    private readonly char[] _buffer = new char[4096];
    private readonly Process _process;
    private int _seen;

    private ToolTerminal(Process process) => _process = process;

    public static bool IsPossible => OperatingSystem.IsLinux() && File.Exists(Script);

    /// <param name="environment">Additional environment variables.</param>
    /// <param name="arguments">The arguments of <c>edge-ai</c>.</param>
    /// <param name="echoes">Whether the terminal shows what is typed until the tool turns that off, like the terminal of a person.</param>
    public static ToolTerminal Start(IEnumerable<KeyValuePair<string, string?>> environment, IEnumerable<string> arguments, bool echoes = false)
    {
        string[] command = ["dotnet", Path.Combine(AppContext.BaseDirectory, "edge-ai.dll"), .. arguments];
        var start = new ProcessStartInfo("env", ["--default-signal=INT", Script, "--quiet", "--flush", "--return", "--echo", echoes ? "always" : "never", "--command", "exec " + string.Join(' ', command.Select(Quoted)), "/dev/null"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["SHELL"] = "/bin/sh"; // exec: a shell that waits for the tool would receive Ctrl-C too, and dash then ends with 130.
        foreach (var (name, value) in environment.Append(new("TERM", "xterm")))
            start.Environment[name] = value;
        return new(Process.Start(start)!);
    }

    /// <summary>Everything that was on the screen, with the terminal's control sequences.</summary>
    public string Screen => _screen.ToString();

    /// <summary>Waits for a text after the one that was seen last.</summary>
    public async Task SeeAsync(string text)
    {
        int at;
        while ((at = Screen.IndexOf(text, _seen, StringComparison.Ordinal)) < 0)
            (await ReadAsync()).Should().BeTrue("'{0}' should appear after '{1}', but after that there is only: {2}", text, Screen[.._seen], Screen[_seen..]);

        _seen = at + text.Length;
    }

    /// <summary>Waits for the prompt, types a line, and presses Enter.</summary>
    public async Task EnterAsync(string line, string prompt = "> ")
    {
        await SeeAsync($"\r{prompt}");
        await PressAsync(line + "\r");
        await SeeAsync("\n");
    }

    /// <summary>Presses keys: characters, control characters, or the sequences of a terminal.</summary>
    public async Task PressAsync(string keys)
    {
        await _process.StandardInput.WriteAsync(keys.AsMemory(), _patience.Token);
        await _process.StandardInput.FlushAsync(_patience.Token);
    }

    /// <summary>Waits until the tool ends.</summary>
    public async Task EndsWithAsync(int exitCode)
    {
        while (await ReadAsync())
        {
        }

        await _process.WaitForExitAsync(_patience.Token);
        _process.ExitCode.Should().Be(exitCode, "this was on the screen: {0}", Screen);
    }

    /// <summary>Presses Ctrl-D, and waits until the tool ends without an error.</summary>
    public async Task LeaveAsync()
    {
        await PressAsync("\u0004");
        await EndsWithAsync(0);
    }

    public ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
        _patience.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Quoted(string argument) => $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private async Task<bool> ReadAsync()
    {
        var count = await _process.StandardOutput.ReadAsync(_buffer, _patience.Token);
        _screen.Append(_buffer, 0, count);
        return count > 0;
    }
}
