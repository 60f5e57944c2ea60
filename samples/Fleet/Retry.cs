using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Transforms;

namespace Edge.AI.Samples.Fleet;

/// <summary>Sends a request to another server if the first one fails, or refuses it because it is busy or not ready. An answer that has begun is never repeated.</summary>
internal static class Retry
{
    /// <summary>A request that brings down its server must not bring down all of them.</summary>
    private const int MaxAttempts = 3;

    private static readonly object s_attemptsLeft = new();

    public static async Task SendAsync(HttpContext context, RequestDelegate next)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        context.Request.Body = body;
        var proxy = context.GetReverseProxyFeature();
        var servers = proxy.AvailableDestinations;
        for (var left = Math.Min(servers.Count, MaxAttempts); ; left--)
        {
            context.Items[s_attemptsLeft] = left;
            body.Position = 0;
            proxy.AvailableDestinations = servers;
            await next(context);
            if (left <= 1 || !HasFailed(context))
                return;

            servers = [.. servers.Where(server => server != proxy.ProxiedDestination)];
            context.Response.Clear();
            context.Features.Set<IForwarderErrorFeature>(null);
        }
    }

    /// <summary>Keeps a refusal from the client while another server is left. The last refusal reaches it.</summary>
    public static ValueTask WithholdRefusalAsync(ResponseTransformContext response)
    {
        var context = response.HttpContext;
        context.Response.Headers["X-Served-By"] = context.GetReverseProxyFeature().ProxiedDestination?.DestinationId;
        response.SuppressResponseBody = context.Items[s_attemptsLeft] is > 1 && IsRefused(context);
        return default;
    }

    private static bool HasFailed(HttpContext context) =>
        !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested && (context.GetForwarderErrorFeature() is not null || IsRefused(context));

    private static bool IsRefused(HttpContext context) => context.Response.StatusCode is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable;
}
