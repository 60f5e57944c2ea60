using System.Diagnostics;
using System.Text.Json;
using Edge.AI.Testing;

namespace Edge.AI.Bench;

/// <summary>The file server, in a process of its own, so that it costs every contestant the same.</summary>
internal sealed class ServerProcess : IDisposable
{
    public const string Verb = "serve";

    private readonly Process _process;

    private ServerProcess(Process process, Uri http, Uri https) => (_process, Http, Https) = (process, http, https);

    public Uri Http { get; }

    public Uri Https { get; }

    /// <param name="folder">The folder whose files are served. The certificate for https is written there; see <see cref="CertificateOf"/>.</param>
    public static async Task<ServerProcess> StartAsync(string folder)
    {
        var process = Process.Start(Self.Start(Verb, folder))!;
        var addresses = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server did not start.");
        var uris = JsonSerializer.Deserialize<Uri[]>(addresses)!;
        return new(process, uris[0], uris[1]);
    }

    public static string CertificateOf(string folder) => Path.Combine(folder, "server.pem");

    /// <summary>The side of the child process: serves until its standard input ends, which also happens when the parent process ends.</summary>
    public static async Task<int> ServeAsync(string folder)
    {
        await using var http = await LoopbackFolderServer.StartAsync(folder);
        await using var https = await LoopbackFolderServer.StartAsync(folder, https: true);
        await File.WriteAllTextAsync(CertificateOf(folder), https.Certificate!.ExportCertificatePem());
        Console.WriteLine(JsonSerializer.Serialize(new[] { http.Address, https.Address }));
        await Console.In.ReadToEndAsync();
        return 0;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
