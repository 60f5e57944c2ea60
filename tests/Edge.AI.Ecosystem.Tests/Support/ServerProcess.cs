using System.ClientModel;
using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace Edge.AI.Ecosystem.Tests.Support;

/// <summary>A server that speaks the OpenAI protocol, in a process that a test can kill.</summary>
internal sealed class ServerProcess : IDisposable
{
    public const string Model = "server-model";

    private readonly Process _process;
    private readonly Uri _address;

    private ServerProcess(Process process, Uri address) => (_process, _address) = (process, address);

    public static async Task<ServerProcess> StartAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Edge.AI.OpenAIProcess.dll")])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        var address = await process.StandardOutput.ReadLineAsync(cancellationToken);
        return new(process, new(address!));
    }

    public IChatClient CreateClient() => new OpenAI.OpenAIClient(new ApiKeyCredential("key"), new() { Endpoint = _address }).GetChatClient(Model).AsIChatClient();

    /// <summary>Kills the process with SIGKILL.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }
}
