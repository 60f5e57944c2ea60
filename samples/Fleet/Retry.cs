using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Transforms;

namespace Edge.AI.Samples.Fleet;

/// <summary>Sends a request to another server if the first one fails, or refuses it because it is busy or not ready. An answer that has begun is never repeated.</summary>
internal static class Retry
{
    /// <summary>A request that brings down its server must not bring down all of them.</summary>
    private const int MaxAttempts = 3;

    private static readonly object s_another = new();
    private static readonly object s_refused = new();

    public static async Task SendAsync(HttpContext context, RequestDelegate next)
    {
        var proxy = context.GetReverseProxyFeature();
        var servers = proxy.AvailableDestinations;
        for (var attempt = 1; ; attempt++)
        {
            context.Items[s_another] = servers.Count > 1 && attempt < MaxAttempts;
            proxy.AvailableDestinations = servers;
            await next(context);
            if (context.Items[s_another] is false || !HasFailed(context))
                return;

            servers = [.. servers.Where(server => server != proxy.ProxiedDestination)];
            context.Response.Clear();
            context.Items.Remove(s_refused);
            context.Features.Set<IForwarderErrorFeature>(null);
            context.Request.Body.Position = 0;
        }
    }

    /// <summary>Keeps a refusal from the client while another server is left. The last refusal reaches it.</summary>
    public static ValueTask WithholdRefusalAsync(ResponseTransformContext response)
    {
        if (response.ProxyResponse is { } reply)
        {
            response.HttpContext.Response.Headers["X-Served-By"] = response.HttpContext.GetReverseProxyFeature().ProxiedDestination?.DestinationId;
            if ((int)reply.StatusCode is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable && response.HttpContext.Items[s_another] is true)
            {
                response.SuppressResponseBody = true;
                response.HttpContext.Items[s_refused] = true;
            }
        }

        return default;
    }

    private static bool HasFailed(HttpContext context) =>
        !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested && (context.GetForwarderErrorFeature() is not null || context.Items.ContainsKey(s_refused));
}
