using System.Diagnostics;
using System.Net;

namespace Edge.AI.Provisioning;

/// <summary>How we speak HTTP: redirects are followed by <see cref="RedirectFollower"/>, bytes arrive as they are stored, and nothing is remembered between requests.</summary>
internal static class DownloadHandler
{
    public static SocketsHttpHandler Create() => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5), // A name may point elsewhere by then.
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(), // Trace ids are no business of a model server.
    };
}
