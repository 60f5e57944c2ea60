using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Edge.AI.Provisioning;

/// <summary>How we speak HTTP: redirects are followed by <see cref="RedirectFollower"/>, bytes arrive as they are stored, and nothing is remembered between requests.</summary>
internal static class DownloadHandler
{
    public static SocketsHttpHandler Create(Uri? proxy = null) => new()
    {
        Proxy = proxy is null ? null : ProxyAt(proxy), // Null is the environment's or the system's.
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5), // A name may point elsewhere by then.
        ConnectCallback = ConnectAsync,
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(), // Trace ids are no business of a model server.
    };

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
            var connection = new NetworkStream(socket, ownsSocket: true);
            return context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttps ? new ReadAheadStream(connection) : connection;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // User and password go into the credentials: an address may show up in an error, they may not.
    private static WebProxy ProxyAt(Uri address)
    {
        var proxy = new WebProxy(new UriBuilder(address) { UserName = "", Password = "" }.Uri);
        if (address.UserInfo.Split(':', 2) is [{ Length: > 0 } user, .. var password])
            proxy.Credentials = new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(string.Concat(password)));

        return proxy;
    }
}
