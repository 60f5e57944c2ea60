using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Edge.AI.Testing;

namespace Edge.AI.Cli.Tests.Support;

/// <summary><c>edge-ai serve</c> in a process of its own, on a port that the system chooses.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    /// <summary>The time after which a broken test fails instead of hanging.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Task<string> _errors;

    private ServerProcess(Process process) => (_process, _errors) = (process, process.StandardError.ReadToEndAsync());

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public HttpClient Http { get; private set; } = new();

    /// <param name="folder">The current folder of the process.</param>
    /// <param name="environment">Additional environment variables.</param>
    /// <param name="arguments">The arguments after <c>serve --json</c>.</param>
    public static async Task<ServerProcess> StartAsync(string folder, IEnumerable<KeyValuePair<string, string?>> environment, params IEnumerable<string> arguments)
    {
        var start = AppStart.Of(Path.Combine(AppContext.BaseDirectory, "edge-ai.dll"), ["serve", "--json", "--threads", "1", .. arguments]);
        start.WorkingDirectory = folder;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var server = new ServerProcess(Process.Start(start)!);
        if (await server.ReadUntilAsync("serving") is not { } line)
            throw new InvalidOperationException($"The server ended: {await server._errors}");

        server.Address = new(line.GetProperty("addresses")[0].GetString()!.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));
        server.Http = new() { BaseAddress = server.Address };
        return server;
    }

    /// <summary>Sends a signal, such as TERM.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>Reads standard output until a line of a type, and returns it; null at the end.</summary>
    public async Task<JsonElement?> ReadUntilAsync(string type)
    {
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } text)
        {
            _output.AppendLine(text);
            var line = JsonSerializer.Deserialize<JsonElement>(text);
            if (line.GetProperty("type").GetString() == type)
                return line;
        }

        return null;
    }

    public async Task<ToolResult> EndAsync()
    {
        _output.Append(await _process.StandardOutput.ReadToEndAsync().WaitAsync(Patience));
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return new(_process.ExitCode, _output.ToString(), await _errors);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
