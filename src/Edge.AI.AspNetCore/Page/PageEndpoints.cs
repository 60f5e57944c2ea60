using System.Text.Encodings.Web;
using Edge.AI.AspNetCore.Errors;
using Edge.AI.AspNetCore.Protection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.AI.AspNetCore.Page;

/// <summary>Maps the chat page and its files.</summary>
internal static class PageEndpoints
{
    /// <summary>Scripts, styles and requests of this origin, and nothing else. Texts cannot become markup.</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    public static RouteGroupBuilder Map(RouteGroupBuilder group, Guard guard)
    {
        group.MapGet("", guard.ProtectFile(SendPageAsync, WriteErrorAsync)).WithSummary("The chat page.");
        group.MapGet("/edge-chat/{file}", guard.ProtectFile(SendFileAsync, WriteErrorAsync));
        group.WithMetadata(new ExcludeFromDescriptionAttribute());
        return group;
    }

    private static Task SendPageAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!.TrimEnd('/');
        var text = PageFile.Get("index.html").Text
            .Replace("{base}", Encode($"{context.Request.PathBase}{path}/"), StringComparison.Ordinal)
            .Replace("{openai}", Encode(AddressOf(context, ApiKind.OpenAI)), StringComparison.Ordinal)
            .Replace("{models}", Encode(AddressOf(context, ApiKind.Models)), StringComparison.Ordinal);
        Protect(context.Response);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    private static async Task SendFileAsync(HttpContext context)
    {
        var file = PageFile.Get((string)context.Request.RouteValues["file"]!);
        Protect(context.Response);
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.ETag = file.Tag;
        if (context.Request.Headers.IfNoneMatch == file.Tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = file.ContentType;
        await context.Response.WriteAsync(file.Text, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Returns where the app has mapped an API; empty if it has not.</summary>
    private static string AddressOf(HttpContext context, ApiKind kind)
    {
        var route = context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .FirstOrDefault(endpoint => endpoint.Metadata.GetMetadata<ApiRoot>()?.Kind == kind);
        if (route is null)
            return "";

        var path = $"{context.Request.PathBase}/{route.RoutePattern.RawText!.Trim('/')}";
        return kind == ApiKind.OpenAI ? path[..^"/models".Length] : path;
    }

    private static void Protect(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    private static Task WriteErrorAsync(HttpContext context, ApiError error)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(error.Message, context.RequestAborted);
    }
}
