using System.Net;

namespace Edge.AI.Sources;

/// <summary>A proxy for .NET, with its credentials apart from its address, because errors can show the address.</summary>
internal sealed record ProxyAddress(Uri Address, NetworkCredential? Credentials)
{
    private static readonly string[] Schemes = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];

    /// <summary>Creates a proxy from the options, whose scheme was validated.</summary>
    public static ProxyAddress Of(Uri address) => new(Known(new UriBuilder(address) { UserName = "", Password = "", Port = PortOf(address) }), CredentialsIn(address.UserInfo));

    /// <summary>
    /// Parses a proxy of an environment variable: <c>[SCHEME://][USER[:PASSWORD]@]HOST[:PORT][/]</c>. A password needs no escapes.
    /// </summary>
    /// <param name="text">The variable's value.</param>
    /// <param name="problem">The problem with the value, without secrets.</param>
    public static ProxyAddress? Parse(string text, out string? problem)
    {
        var (scheme, rest) = text.Split("://", 2) is [var name, var after] ? (name.ToLowerInvariant(), after) : ("http", text);
        var user = rest.LastIndexOf('@');
        var host = rest[(user + 1)..].Split('/', '?', '#')[0];
        problem = null;
        if (!Schemes.Contains(scheme))
            problem = $"has the scheme '{scheme}'; it must be one of {string.Join(", ", Schemes)}";
        else if (!Uri.TryCreate($"{scheme}://{host}", UriKind.Absolute, out var address) || address.Host.Length == 0 || address.UserInfo.Length > 0)
            problem = "is not the address of a proxy";
        else
            return new(Known(new UriBuilder(address) { Port = PortOf(address) }), CredentialsIn(user < 0 ? "" : rest[..user]));

        return null;
    }

    public WebProxy ToProxy() => new(Address) { Credentials = Credentials };

    // With every SOCKS5 proxy, .NET lets the proxy resolve names, which curl calls socks5h.
    private static Uri Known(UriBuilder address)
    {
        if (address.Scheme == "socks5h")
            address.Scheme = "socks5";

        return address.Uri;
    }

    private static int PortOf(Uri address) => address.IsDefaultPort && address.Port < 0 ? 1080 : address.Port;

    private static NetworkCredential? CredentialsIn(string userInfo) => userInfo.Split(':', 2) is [{ Length: > 0 } user, .. var password]
        ? new(Uri.UnescapeDataString(user), Uri.UnescapeDataString(string.Concat(password)))
        : null;
}
