using System.Globalization;
using Edge.AI.AspNetCore.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Edge.AI.AspNetCore.Protection;

/// <summary>Answers a request within the limits of the options, or with an error.</summary>
/// <param name="context">The request.</param>
/// <param name="cancellationToken">Cancelled when the client disconnects or the time is over.</param>
internal delegate Task GuardedHandler(HttpContext context, CancellationToken cancellationToken);

/// <summary>Stands before every endpoint: checks the request, counts it, limits its time, and turns exceptions into errors of the endpoint's protocol.</summary>
/// <param name="options">The options.</param>
/// <param name="shutdown">When running answers must end.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log of failed requests.</param>
internal sealed class Guard(IOptions<EdgeServerOptions> options, ShutdownDeadline shutdown, TimeProvider time, ILogger<Guard> logger)
{
    private readonly HostRule _hosts = new(options.Value.AllowedHosts);
    private readonly OriginRule _origins = new(options.Value.AllowedOrigins);
    private readonly KeyRule _keys = new(options.Value.ApiKeys);
    private readonly ConcurrencyRule _concurrency = new(options.Value.MaxConcurrentRequests);

    public EdgeServerOptions Options => options.Value;

    public TimeProvider Time => time;

    /// <summary>Protects an endpoint that does work.</summary>
    public RequestDelegate Protect(GuardedHandler handler, ErrorFormat format) => context => AnswerAsync(context, format, async () =>
    {
        _hosts.Validate(context);
        _origins.Validate(context);
        using var turn = _concurrency.Enter(_keys.Identify(context));
        using var timeout = new CancellationTokenSource(Options.RequestTimeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, timeout.Token, shutdown.Passed);
        context.Features.Set(new RequestEnd(timeout.Token, Options.RequestTimeout, shutdown.Stopping));
        await handler(context, stop.Token).ConfigureAwait(false);
    });

    /// <summary>Protects a static file, which needs no key: a browser has none when it opens a page.</summary>
    public RequestDelegate ProtectFile(Func<HttpContext, Task> handler, ErrorFormat format) => context => AnswerAsync(context, format, () =>
    {
        _hosts.Validate(context);
        return handler(context);
    });

    /// <summary>Answers the preflight request of a browser.</summary>
    public RequestDelegate Preflight(ErrorFormat format) => context => AnswerAsync(context, format, () =>
    {
        _hosts.Validate(context);
        _origins.Validate(context);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    });

    private async Task AnswerAsync(HttpContext context, ErrorFormat format, Func<Task> answer)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            await answer().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has disconnected, so nobody would read a response.
        }
        catch (ReportedException exception)
        {
            GuardLog.Failed(logger, exception.InnerException!, context.Request.Path);
        }
        catch (Exception exception)
        {
            await WriteAsync(context, format, exception).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(HttpContext context, ErrorFormat format, Exception exception)
    {
        var (error, isOurs) = ErrorTable.Of(exception, context);
        if (isOurs)
            GuardLog.Failed(logger, exception, context.Request.Path);
        if (context.Response.HasStarted)
        {
            context.Abort(); // so that the client does not take the part for the whole
            return;
        }

        context.Response.StatusCode = error.Status;
        if (error.RetryAfter is { } wait)
            context.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (error.Status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = "Bearer";
        await format(context, error).ConfigureAwait(false);
    }
}
