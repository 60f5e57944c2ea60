using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace Edge.AI.Testing;

/// <summary>A correct server for files of any length from a folder: ranges, If-Range, strong ETags.</summary>
public sealed class LoopbackFolderServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LoopbackFolderServer(WebApplication app, X509Certificate2? certificate) => (_app, Certificate) = (app, certificate);

    /// <summary>The address of the folder, with a trailing slash.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The certificate that was made for this server; null on http.</summary>
    public X509Certificate2? Certificate { get; }

    public static async Task<LoopbackFolderServer> StartAsync(string folder, bool https = false)
    {
        var certificate = https ? LoopbackCertificate.Create() : null;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port: 0, listener =>
        {
            listener.Protocols = HttpProtocols.Http1;
            if (certificate is not null)
                listener.UseHttps(certificate);
        }));
        var app = builder.Build();
        app.MapGet("/{name}", (string name) => Answer(new(Path.Combine(folder, Path.GetFileName(name)))));
        var server = new LoopbackFolderServer(app, certificate);
        await app.StartAsync();
        server.Address = new(app.Urls.Single().TrimEnd('/') + "/");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Certificate?.Dispose();
    }

    private static IResult Answer(FileInfo file) => file.Exists
        ? Results.File(
            file.FullName,
            "application/octet-stream",
            lastModified: new DateTimeOffset(file.LastWriteTimeUtc),
            entityTag: new EntityTagHeaderValue($"\"{file.Length:x}-{file.LastWriteTimeUtc.Ticks:x}\""),
            enableRangeProcessing: true)
        : Results.NotFound();
}
