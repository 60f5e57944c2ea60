using System.Net;
using Edge.AI.AspNetCore.Errors;
using Microsoft.AspNetCore.Http;

namespace Edge.AI.AspNetCore.Protection;

/// <summary>Decides whether a request may use the name under which it reached the server, so that a page on the web cannot reach this machine under a name of its own.</summary>
internal sealed class HostRule(IEnumerable<string> allowed)
{
    private const string Any = "*";

    private readonly string[] _allowed = [.. allowed];

    /// <exception cref="ApiException">The host is foreign, or the request comes from another machine although no host is named.</exception>
    public void Validate(HttpContext context)
    {
        var host = context.Request.Host.Host;
        if (_allowed.Length == 0)
        {
            if (context.Connection.RemoteIpAddress is { } address && !IPAddress.IsLoopback(address))
                throw Refused("other_machine", "This server only serves its own machine. Set EdgeAI:Server:AllowedHosts to the names under which other machines may use it.");
            if (!IsLoopback(host))
                throw Refused("foreign_host", "The Host header is not a name of this machine. Use localhost, or set EdgeAI:Server:AllowedHosts.");
        }
        else if (!_allowed.Contains(Any) && !_allowed.Contains(host, StringComparer.OrdinalIgnoreCase))
        {
            throw Refused("foreign_host", "The Host header is not in EdgeAI:Server:AllowedHosts.");
        }
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static ApiException Refused(string code, string message) => new(new(StatusCodes.Status403Forbidden, code, message));
}
