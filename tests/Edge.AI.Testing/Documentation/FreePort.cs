using System.Net;
using System.Net.Sockets;

namespace Edge.AI.Testing;

/// <summary>A TCP port of this machine that is not in use.</summary>
internal static class FreePort
{
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
