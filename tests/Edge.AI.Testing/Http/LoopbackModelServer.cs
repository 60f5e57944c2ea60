using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Testing;

/// <summary>A model server on real loopback sockets. It has the faults that a test asks for, and records every request.</summary>
public sealed class LoopbackModelServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ServedFile> _files = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<LoggedRequest> _requests = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly WebApplication _app;

    private LoopbackModelServer(WebApplication app, X509Certificate2? certificate)
    {
        _app = app;
        Certificate = certificate;
        app.Run(AnswerAsync);
    }

    /// <summary>The address of the server, with a trailing slash.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The certificate that was made for this server; null on http.</summary>
    public X509Certificate2? Certificate { get; }

    /// <summary>Every request so far, in the order of arrival.</summary>
    public IReadOnlyList<LoggedRequest> Requests => [.. _requests];

    /// <param name="https">Whether to speak TLS, with a certificate made for this server.</param>
    /// <param name="sendBuffer">The size of a socket's send buffer in bytes; null for the system's default, which is megabytes.</param>
    public static async Task<LoopbackModelServer> StartAsync(bool https = false, int? sendBuffer = null)
    {
        var certificate = https ? LoopbackCertificate.Create() : null;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1; // Some servers send ETags that are not ASCII.
            kestrel.Limits.MinResponseDataRate = null; // Otherwise Kestrel disconnects tests that wait.
            kestrel.Listen(IPAddress.Loopback, port: 0, listener =>
            {
                listener.Protocols = HttpProtocols.Http1;
                if (certificate is not null)
                    listener.UseHttps(certificate);
            });
        });
        if (sendBuffer is { } size)
            builder.WebHost.UseSockets(sockets => sockets.CreateBoundListenSocket = endpoint => Bound(endpoint, size));

        var server = new LoopbackModelServer(builder.Build(), certificate);
        await server._app.StartAsync();
        server.Address = new(server._app.Urls.Single().TrimEnd('/') + "/");
        return server;
    }

    public ServedFile Serve(string path, byte[] content) => _files[path] = new(UriOf(path), content);

    public Uri UriOf(string path) => new(Address, path);

    /// <summary>A client that trusts this server's certificate.</summary>
    public SocketsHttpHandler Trusting(SocketsHttpHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString() == Certificate?.GetCertHashString();
        return handler;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync(); // Answers that wait at a gate must not delay disposal.
        await _app.DisposeAsync();
        _closing.Dispose();
        Certificate?.Dispose();
    }

    private static Socket Bound(EndPoint endpoint, int sendBuffer)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        socket.SendBufferSize = sendBuffer; // Accepted sockets inherit this.
        return socket;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = new LoggedRequest
        {
            Path = context.Request.Path.Value!.TrimStart('/'),
            Query = context.Request.QueryString.Value ?? "",
            Headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
        };
        _requests.Enqueue(request);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _closing.Token);
        try
        {
            if (_files.TryGetValue(request.Path, out var file))
                await new FileAnswer(context, request, file, file.NextReply(forRange: request.Range is not null)).SendAsync(stop.Token);
            else
                request.StatusCode = context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        catch (Exception end) when (end is OperationCanceledException or TimeoutException)
        {
            context.Abort(); // The client disconnected, the test has ended, or it did not open a gate.
        }
    }
}
