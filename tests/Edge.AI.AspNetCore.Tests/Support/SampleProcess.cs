using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Edge.AI.Testing;

namespace Edge.AI.AspNetCore.Tests.Support;

/// <summary>An app of the folder samples, in a process of its own and on a free port.</summary>
internal sealed class SampleProcess : IAsyncDisposable
{
    /// <summary>The most bytes of the managed heap. The model is not a part of it.</summary>
    public const long HeapLimit = 384 << 20;

    private const string Listening = "Now listening on: ";

    private readonly Process _process;
    private readonly Task _output;

    private SampleProcess(Process process, Uri address)
    {
        (_process, Address) = (process, address);
        _output = process.StandardOutput.ReadToEndAsync(); // so that a full pipe does not stop it
        Http = new() { BaseAddress = address };
    }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Collects all garbage of the process.</summary>
    /// <returns>The bytes of the managed heap that are in use after that.</returns>
    public async Task<long> CollectAsync()
    {
        await _process.StandardInput.WriteLineAsync("collect".AsMemory(), TestContext.Current.CancellationToken);
        await _process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        return long.Parse((await _process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken))!, CultureInfo.InvariantCulture);
    }

    /// <summary>Starts samples/Server with edge-tiny in memory, computing on one thread.</summary>
    public static Task<SampleProcess> StartServerAsync(params IEnumerable<string> arguments) =>
        StartAsync("Server", ["--EdgeAI:Clients:edge-tiny:Threads=1", "--EdgeAI:Clients:edge-tiny:LoadAt=Start", .. arguments]);

    /// <summary>Starts samples/Fleet in front of up to three servers, which are named server-1 to server-3. Nothing answers for those that are missing.</summary>
    public static Task<SampleProcess> StartFleetAsync(IReadOnlyList<SampleProcess> servers, params IEnumerable<string> arguments) => StartAsync(
        "Fleet", [.. Enumerable.Range(0, 3).Select(index => $"--ReverseProxy:Clusters:models:Destinations:server-{index + 1}:Address={(index < servers.Count ? servers[index].Address : "http://127.0.0.1:1")}"), .. arguments]);

    /// <summary>Kills the process with SIGKILL.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Sends SIGTERM.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits until the process has ended, and returns its exit code.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Sends a chat completion that is answered as a whole.</summary>
    public async Task<JsonElement> ChatAsync(object request)
    {
        using var response = await Http.PostAsJsonAsync("v1/chat/completions", request, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        await _output;
        _process.Dispose();
    }

    private static async Task<SampleProcess> StartAsync(string sample, IEnumerable<string> arguments)
    {
        var output = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)); // .../tests/PROJECT/bin/CONFIGURATION/FRAMEWORK
        var folder = Path.Combine(output.Parent!.Parent!.Parent!.Parent!.Parent!.FullName, "samples", sample, "bin", output.Parent.Name, output.Name);
        var start = AppStart.Of(Path.Combine(folder, $"{sample}.dll"), ["--urls", "http://127.0.0.1:0", .. arguments]);
        start.WorkingDirectory = folder; // where its appsettings.json is
        start.RedirectStandardInput = true;
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location;
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_GCHeapHardLimit"] = HeapLimit.ToString("X", CultureInfo.InvariantCulture); // a process whose requests keep memory fails
        var process = Process.Start(start)!;
        var lines = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            lines.Add(line);
            if (line.Contains(Listening, StringComparison.Ordinal))
                return new(process, new(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..].TrimEnd('/') + "/"));
        }

        throw new InvalidOperationException($"samples/{sample} did not start: {string.Join('\n', lines)} {await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)}");
    }
}
