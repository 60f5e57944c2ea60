using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Edge.AI.Testing;

/// <summary>A forward proxy for http and, through CONNECT, https. It can require a user name and a password.</summary>
public sealed class LoopbackProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly string? _authorization;
    private readonly Task _accepting;

    /// <param name="credentials">The required credentials, <c>user:password</c>; null for none.</param>
    public LoopbackProxy(string? credentials = null)
    {
        _authorization = credentials is null ? null : "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials));
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    /// <summary>The first line of every request that was forwarded.</summary>
    public IReadOnlyList<string> Passed => [.. _requests];

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_closing.Token)));
        }
        catch (Exception closed) when (closed is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
                await RelayAsync(client.GetStream());
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or SocketException)
        {
            // One of the two ends disconnected, or the test has ended.
        }
    }

    private async Task RelayAsync(NetworkStream client)
    {
        // Refused requests keep the connection; the first accepted request takes it over.
        while (await ReadHeadAsync(client) is { Length: > 0 } head)
        {
            if (_authorization is not null && !head.Contains($"Proxy-Authorization: {_authorization}\r\n", StringComparison.OrdinalIgnoreCase))
            {
                await client.WriteAsync("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), _closing.Token);
                continue;
            }

            var (method, target) = head.Split(' ', 3) is [var first, var second, ..] ? (first, second) : ("", "");
            _requests.Enqueue($"{method} {target}");
            var origin = new Uri(method == "CONNECT" ? $"https://{target}" : target);
            using var server = new TcpClient();
            await server.ConnectAsync(origin.Host, origin.Port, _closing.Token);
            if (method == "CONNECT")
                await client.WriteAsync("HTTP/1.1 200 Connected\r\n\r\n"u8.ToArray(), _closing.Token);
            else
                await server.GetStream().WriteAsync(Encoding.Latin1.GetBytes(head.Replace(target, origin.PathAndQuery, StringComparison.Ordinal)), _closing.Token);

            await Task.WhenAny(client.CopyToAsync(server.GetStream(), _closing.Token), server.GetStream().CopyToAsync(client, _closing.Token));
            return;
        }
    }

    private async Task<string> ReadHeadAsync(NetworkStream client)
    {
        var head = new StringBuilder();
        var buffer = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await client.ReadAsync(buffer, _closing.Token) > 0)
            head.Append((char)buffer[0]);

        return head.ToString();
    }
}
