using System.ClientModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.AI;
using OpenAI;

namespace Edge.AI.Bench.Inference.Contestants;

/// <summary>llama.cpp's own server, used as a .NET app uses it: through OpenAI's client, over HTTP on this machine. Its samplers have the same values by default.</summary>
internal sealed class LlamaServerClient(Setup setup) : IContestant
{
    private static readonly TimeSpan s_startTime = TimeSpan.FromMinutes(2);

    private Process? _server;
    private IChatClient? _chat;

    public async Task<WorkDone> RunAsync(Work work)
    {
        _chat ??= await StartAsync();
        return await new ClientWork(_chat, work).RunAsync();
    }

    public Task UnloadAsync()
    {
        _chat?.Dispose();
        _chat = null;
        _server?.Kill(entireProcessTree: true);
        _server?.WaitForExit();
        _server?.Dispose();
        _server = null;
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => new(UnloadAsync());

    private async Task<IChatClient> StartAsync()
    {
        var port = FreePort();
        _server = Process.Start(new ProcessStartInfo(setup.Server!, Arguments(port)) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        _ = _server.StandardOutput.ReadToEndAsync(); // its log must not mix with our results
        var log = _server.StandardError.ReadToEndAsync();
        var address = new Uri($"http://127.0.0.1:{port}/");
        if (!await BecomesReadyAsync(new(address, "health")))
            throw new InvalidOperationException($"llama-server did not become ready within {s_startTime.TotalMinutes:0} minutes: {(_server.HasExited ? await log : "it still loads")}");

        return new OpenAIClient(new ApiKeyCredential("none"), new() { Endpoint = new(address, "v1") }).GetChatClient("bench").AsIChatClient();
    }

    private string[] Arguments(int port) =>
    [
        "--model", setup.ModelPath,
        "--host", "127.0.0.1",
        "--port", Text(port),
        "--parallel", Text(setup.Sequences),
        "--ctx-size", Text(setup.ContextSize * setup.Sequences),
        "--batch-size", Text(setup.BatchSize),
        "--ubatch-size", Text(setup.BatchSize),
        .. setup.Threads is { } threads ? ["--threads", Text(threads), "--threads-batch", Text(threads)] : Array.Empty<string>(),
    ];

    /// <summary>The server answers 503 while it loads the model.</summary>
    private async Task<bool> BecomesReadyAsync(Uri health)
    {
        using var http = new HttpClient();
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < s_startTime && !_server!.HasExited;)
        {
            try
            {
                using var response = await http.GetAsync(health);
                if (response.StatusCode == HttpStatusCode.OK)
                    return true;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(100);
        }

        return false;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
