using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Edge.AI.Sources;

/// <summary>Creates the HTTP handler for downloads: <see cref="RedirectFollower"/> follows redirects, bytes arrive as they are stored, and no cookies are kept.</summary>
internal static class DownloadHandler
{
    /// <summary>The time limit for name lookup, connection, proxy and TLS handshake together.</summary>
    public static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(15);

    /// <summary>Creates the handler that the options describe.</summary>
    public static SocketsHttpHandler Create(ProvisioningOptions options) => Create(options.Proxy, ConnectTimeoutFor(options.StallTimeout));

    /// <param name="proxy">The proxy; null for the one of the environment or the system.</param>
    /// <param name="connectTimeout">The time for a connection; null for <see cref="LongestConnect"/>.</param>
    /// <param name="race">Chooses one of a name's addresses; null for the default.</param>
    /// <param name="environment">The environment variables; null for those of the process.</param>
    public static SocketsHttpHandler Create(Uri? proxy = null, TimeSpan? connectTimeout = null, AddressRace? race = null, Func<string, string?>? environment = null)
    {
        var fromEnvironment = proxy is null ? EnvironmentProxy.Of(environment ?? Environment.GetEnvironmentVariable) : null;
        race ??= new(Dns.GetHostAddressesAsync, TimeProvider.System);
        return new()
        {
            Proxy = proxy is null ? fromEnvironment : ProxyAddress.Of(proxy).ToProxy(), // Null is the system's.
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            ConnectTimeout = connectTimeout ?? LongestConnect,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // A name can point to another address later.
            ConnectCallback = (context, cancellationToken) => ConnectAsync(context, race, fromEnvironment, cancellationToken),
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(), // A model server must not receive trace ids.
        };
    }

    /// <summary>Configures a client for downloads. They can take hours, so the client has no timeout of its own; the stall watchdog ends silent connections.</summary>
    public static void Configure(HttpClient client)
    {
        client.Timeout = Timeout.InfiniteTimeSpan;
        client.DefaultRequestHeaders.UserAgent.ParseAdd($"Edge.AI/{typeof(DownloadHandler).Assembly.GetName().Version?.ToString(3)}");
    }

    /// <summary>Returns the time limit for a connection. It is less than the stall timeout, so that the error tells which of the two ended the attempt.</summary>
    public static TimeSpan ConnectTimeoutFor(TimeSpan stall) => stall * 0.8 < LongestConnect ? stall * 0.8 : LongestConnect;

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, AddressRace race, EnvironmentProxy? proxy, CancellationToken cancellationToken)
    {
        // .NET connects directly if a proxy cannot be used. A download must not.
        if (context.InitialRequestMessage.RequestUri is { } target)
            proxy?.EnsureUsable(target);

        var socket = await race.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
        var connection = new NetworkStream(socket, ownsSocket: true);
        return context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttps ? new ReadAheadStream(connection) : connection;
    }
}
