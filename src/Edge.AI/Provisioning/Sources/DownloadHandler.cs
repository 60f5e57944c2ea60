using System.Diagnostics;
using System.Net;

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
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(), // Trace ids are no business of a model server.
    };

    // User and password go into the credentials: an address may show up in an error, they may not.
    private static WebProxy ProxyAt(Uri address)
    {
        var proxy = new WebProxy(new UriBuilder(address) { UserName = "", Password = "" }.Uri);
        if (address.UserInfo.Split(':', 2) is [{ Length: > 0 } user, .. var password])
            proxy.Credentials = new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(string.Concat(password)));

        return proxy;
    }
}
