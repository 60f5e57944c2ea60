using System.Net;
using System.Net.Sockets;

namespace Edge.AI.Testing;

/// <summary>A port of this machine that never sends anything.</summary>
public sealed class SilentEndPoint : IDisposable
{
    private readonly Socket _listener;
    private readonly List<Socket> _queue = [];

    private SilentEndPoint(IPAddress address, int port)
    {
        _listener = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(new IPEndPoint(address, port));
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>The system accepts connections, but nothing reads from them.</summary>
    public static SilentEndPoint Accepting()
    {
        var silent = new SilentEndPoint(IPAddress.Loopback, port: 0);
        silent._listener.Listen(100);
        return silent;
    }

    /// <summary>Connections are not accepted: the queue of the listener is full, and Linux drops further SYN packets.</summary>
    public static async Task<SilentEndPoint> DroppingAsync(IPAddress? address = null, int port = 0)
    {
        var silent = new SilentEndPoint(address ?? IPAddress.Loopback, port);
        silent._listener.Listen(0);
        while (await silent.QueueAsync())
            continue;

        return silent;
    }

    public void Dispose()
    {
        _queue.ForEach(socket => socket.Dispose());
        _listener.Dispose();
    }

    private async Task<bool> QueueAsync()
    {
        var end = (IPEndPoint)_listener.LocalEndPoint!;
        var socket = new Socket(end.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _queue.Add(socket);
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        try
        {
            await socket.ConnectAsync(end, patience.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
