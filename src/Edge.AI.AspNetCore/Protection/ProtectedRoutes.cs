using Edge.AI.AspNetCore.Errors;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Edge.AI.AspNetCore.Protection;

/// <summary>Maps endpoints behind the guard, with what OpenAPI documents need.</summary>
/// <param name="group">The routes.</param>
/// <param name="guard">The guard.</param>
/// <param name="format">How errors are written.</param>
internal sealed class ProtectedRoutes(RouteGroupBuilder group, Guard guard, ErrorFormat format)
{
    public IEndpointConventionBuilder Get(string pattern, GuardedHandler handler, string summary) => Describe(group.MapGet(pattern, guard.Protect(handler, format)), handler, summary);

    public IEndpointConventionBuilder Post(string pattern, GuardedHandler handler, string summary) => Describe(group.MapPost(pattern, guard.Protect(handler, format)), handler, summary);

    public IEndpointConventionBuilder Delete(string pattern, GuardedHandler handler, string summary) => Describe(group.MapDelete(pattern, guard.Protect(handler, format)), handler, summary);

    /// <summary>Answers browsers that ask before a request of a foreign origin. They ask without credentials.</summary>
    public void Preflight(string pattern = "/{**path}") => group.MapMethods(pattern, [HttpMethods.Options], guard.Preflight(format)).WithMetadata(new AllowAnonymousAttribute(), new ExcludeFromDescriptionAttribute());

    /// <summary>Answers requests for which there is no endpoint with an error of the protocol.</summary>
    public void Unknown() => group.Map("/{**path}", guard.Protect(static (context, _) => throw new ApiException(
        new(StatusCodes.Status404NotFound, "unknown_url", $"This server has no {context.Request.Method} {context.Request.Path}.")), format)).WithMetadata(new ExcludeFromDescriptionAttribute());

    /// <summary>The explorer of ASP.NET lists endpoints that tell their method.</summary>
    private static IEndpointConventionBuilder Describe(IEndpointConventionBuilder endpoint, GuardedHandler handler, string summary) => endpoint.WithMetadata(handler.Method).WithSummary(summary);
}
