using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Edge.AI.Testing;

/// <summary>A SOCKS5 proxy without credentials (RFC 1928) that connects to this machine, whatever host was requested.</summary>
public sealed class LoopbackSocks : IAsyncDisposable
{
    private const byte Version = 5, NameType = 3;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _targets = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _accepting;

    public LoopbackSocks()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary><c>HOST:PORT</c>.</summary>
    public string Authority => $"{_listener.LocalEndpoint}";

    /// <summary>The requested hosts, with names unresolved.</summary>
    public IReadOnlyList<string> Targets => [.. _targets];

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
        var methods = (await ReadAsync(client, 2))[1];
        await ReadAsync(client, methods);
        await client.WriteAsync(new byte[] { Version, 0 }, _closing.Token);

        var type = (await ReadAsync(client, 4))[3];
        var host = type == NameType ? Encoding.ASCII.GetString(await ReadAsync(client, (await ReadAsync(client, 1))[0])) : new IPAddress(await ReadAsync(client, type == 1 ? 4 : 16)).ToString();
        var port = BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(client, 2));
        _targets.Enqueue($"{host}:{port}");
        using var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, port, _closing.Token);
        await client.WriteAsync(new byte[] { Version, 0, 0, 1, 0, 0, 0, 0, 0, 0 }, _closing.Token);
        await Task.WhenAny(client.CopyToAsync(server.GetStream(), _closing.Token), server.GetStream().CopyToAsync(client, _closing.Token));
    }

    private async Task<byte[]> ReadAsync(NetworkStream client, int count)
    {
        var bytes = new byte[count];
        await client.ReadExactlyAsync(bytes, _closing.Token);
        return bytes;
    }
}
