using Edge.AI.AspNetCore.Errors;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;

namespace Edge.AI.AspNetCore.Protection;

/// <summary>Decides which web pages may send requests, and tells their browsers.</summary>
internal sealed class OriginRule(IEnumerable<string> allowed)
{
    private const string Any = "*";

    private readonly string[] _allowed = [.. allowed.Select(origin => origin.TrimEnd('/'))];

    /// <summary>Sets the headers of CORS for an origin that is allowed by name.</summary>
    /// <exception cref="ApiException">The request comes from a page of a foreign origin.</exception>
    public void Validate(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ICorsMetadata>() is not null)
            return; // the middleware of ASP.NET decides

        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length == 0 || IsOwn(context.Request, origin))
            return;
        if (!_allowed.Contains(Any) && !_allowed.Contains(origin, StringComparer.OrdinalIgnoreCase))
            throw new ApiException(new(StatusCodes.Status403Forbidden, "foreign_origin", "Pages of this origin may not use the server. Add the origin to EdgeAI:Server:AllowedOrigins."));

        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = origin;
        headers.Vary = "Origin";
        if (!HttpMethods.IsOptions(context.Request.Method))
            return;

        headers.AccessControlAllowMethods = "GET, POST, DELETE";
        headers.AccessControlAllowHeaders = context.Request.Headers.AccessControlRequestHeaders;
        headers.AccessControlMaxAge = "600";
    }

    private static bool IsOwn(HttpRequest request, string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var page)
        && page.IdnHost.Equals(request.Host.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase)
        && (page.Port == (request.Host.Port ?? (request.IsHttps ? 443 : 80)));
}
